//! Arguments, settings file and defaults become checked settings.
