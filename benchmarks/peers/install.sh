#!/bin/sh
# Installs the peers on Debian or Ubuntu if they are absent: torch for the system's Python, OpenBLAS over OpenMP, oneDNN.
# The OpenMP build matters: with the pthread one torch and its BLAS run two pools of threads that get in each other's way.
set -eu

missing=""
for package in python3-torch libopenblas0-openmp libdnnl2; do
  if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed"; then
    missing="$missing $package"
  fi
done

if [ -n "$missing" ]; then
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo=sudo
  fi
  $sudo apt-get update
  # shellcheck disable=SC2086
  $sudo apt-get install --yes --no-install-recommends $missing
fi

/usr/bin/python3 -c 'import torch; print("torch", torch.__version__)'
