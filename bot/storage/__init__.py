"""Everything that touches SQLite. Modules of functions that take a transaction (`tx`) first."""
