"""The operating system: where files go, how they are replaced, processes, signals.

paths              the user's folders and the shipped ones
profiles           folders of their own for people who use coach by name
atomic_file        a file is whole or is not there
staging_folder     where files are made before they are put in their places
private_files      folders and files that nobody else can read
private_lines      files among them that grow line by line
notes              small JSON files of what coach remembers
cache_contents     what is in the cache folder, and how large it is
printable          text from elsewhere, safe to show
output_encoding    text that a terminal or a pipe cannot show
shortages          what the machine lacks, as an error of coach
install_hint       the command that installs a package here
wheels             packages that pip would have to compile on a platform
pillow             whether Pillow is there
telemetry          reports of libraries to their makers, turned off
verified_download  a file from the network, known beforehand by its length and SHA-256
child_process      other processes, started out of reach of the keyboard
job_queue          independent jobs on an executor, each done, done again, or reported
worker_pool        processes of this machine that jobs are done in
cluster_workers    those of a Dask cluster
interrupts         Ctrl-C, held back while something must not be cut
"""
