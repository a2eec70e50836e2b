/**
 * The optional room of Parquet, JSON and SQL: one class between {@code data} and DuckDB. Nothing
 * else in the house knows that it is there.
 */
package org.lossexp.duckdb;
