//! From a frame to the posts it carries. Pure: no I/O, no clock, no panic on any input.
