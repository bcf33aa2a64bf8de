//! The places posts come from. Only this room opens anything for reading.
