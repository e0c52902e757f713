"""Run the command line as `python -m geomap.cli`."""

from geomap.cli import main

main()
