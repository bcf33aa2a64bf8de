//! The screen: draws snapshots, changes nothing but its own state.
