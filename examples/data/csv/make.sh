#!/bin/sh
# Makes the tables of this folder from the files of sklearn/datasets/data as scikit-learn (1.1 or later) distributes them: three begin with a line of counts and
# class names, two have no header. Values are copied as they are written; class numbers become names where there are some.
#   examples/data/csv/make.sh SOURCE_FOLDER [TARGET_FOLDER]
set -eu

source=${1:?usage: make.sh SOURCE_FOLDER [TARGET_FOLDER]}
target=${2:-$(dirname "$0")}

# counted FILE HEADER: a table whose first line is rows,columns,class,class,… and whose last column is the number of a class.
counted() {
  awk -F , -v OFS=, -v header="$2" '
    NR == 1 { rows = $1; width = $2 + 1; for (i = 3; i <= NF; i++) name[i - 3] = $i; print header; next }
    NF != width || !($NF in name) { print FILENAME ": line " NR " is not a row of the table" > "/dev/stderr"; exit 1 }
    { $NF = name[$NF]; print }
    END { if (NR - 1 != rows) { print FILENAME ": " rows " rows announced, " NR - 1 " found" > "/dev/stderr"; exit 1 } }
  ' "$source/$1"
}

# Ten measures, each as mean, standard error and worst.
measures="radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension"
header=
for form in 'mean_%s,' '%s_error,' 'worst_%s,'; do
  for measure in $measures; do
    # shellcheck disable=SC2059 # the form is the format
    header="$header$(printf "$form" "$measure")"
  done
done
counted breast_cancer.csv "${header}diagnosis" >"$target/breast_cancer.csv"
counted iris.csv sepal_length,sepal_width,petal_length,petal_width,species >"$target/iris.csv"
counted wine_data.csv alcohol,malic_acid,ash,alcalinity_of_ash,magnesium,total_phenols,flavanoids,nonflavanoid_phenols,proanthocyanins,color_intensity,hue,od280_od315,proline,class >"$target/wine.csv"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Ten columns parted by spaces, and the target in a file of its own, as 1.510000000000000000e+02.
gzip -dc "$source/diabetes_data_raw.csv.gz" | tr -s ' ' , >"$scratch/features"
gzip -dc "$source/diabetes_target.csv.gz" | awk '{ printf "%d\n", $1 }' >"$scratch/target"
{
  echo age,sex,bmi,bp,s1,s2,s3,s4,s5,s6,progression
  paste -d , "$scratch/features" "$scratch/target"
} >"$target/diabetes.csv"

# 64 pixels, row by row, and the digit.
{
  awk 'BEGIN { for (i = 0; i < 64; i++) printf "p%d,", i; print "digit" }'
  gzip -dc "$source/digits.csv.gz"
} >"$target/digits.csv"
