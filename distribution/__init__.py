"""What goes with a release: a manual page, completion files, and a check of the archives."""
