//! The tables that the page holds: the newest rows of every table that a panel of the document names.
