//! Checks of the library as a whole that no room can make alone.
//!
//! They are built for tests and for fuzzing, and stand in no program.

pub mod fuzz;
