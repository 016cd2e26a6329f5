"""`python -m coach` is the program `coach`."""

from coach.cli.main import main

main()
