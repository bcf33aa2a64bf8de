//! The one state machine: it drops duplicates, assigns panes, advances the watermark and closes
//! windows, in order, without I/O and without a clock.
