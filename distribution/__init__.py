"""What goes along with a release: a manual page, completion files, a look into the archives."""
