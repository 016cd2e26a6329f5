"""The operating system: where files go, how they are replaced, processes, signals.

paths            the user's folders and the shipped ones
atomic_file      a file is whole or is not there
private_files    folders and files that nobody else can read
output_encoding  text that a terminal or a pipe cannot show
shortages        what the machine lacks, told as an error of ours
verified_download  a file from the network, known beforehand by its length and SHA-256
wheels           packages that pip has nothing ready-made of for a platform
install_hint     the command that installs a package here
notes            small JSON files of what coach remembers
job_queue        jobs handed to an executor, each done, done again, or told of
worker_pool      processes of this machine that jobs are done in
cluster_workers  those of a Dask cluster
staging_folder   where files are made before they are put in their places
interrupts       Ctrl-C, held back while something must not be cut
"""
