//! Sync: the connection to the relay as a state machine without I/O.
