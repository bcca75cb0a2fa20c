"""The models on Spark: dbt in one session, in the environment of requirements/spark.txt."""
