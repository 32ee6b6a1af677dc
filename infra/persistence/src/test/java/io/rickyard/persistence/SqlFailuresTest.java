package io.rickyard.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailuresTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "57014", "53300", "53100",
        "53200", "40001", "40P01", "55P03", "58030", "XX000", "25006", "42P01", "42501", "28P01",
        "3D000", ""
      })
  void theDatabasesConditionIsRetryable(String state) {
    assertThat(SqlFailures.classify("An insert", new SQLException("failed", state)))
        .isInstanceOf(DatabaseUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "22P05", "23502", "23503", "23505", "23514", "P0001", "54000"})
  void theDataIsNot(String state) {
    assertThat(SqlFailures.classify("An insert", new SQLException("failed", state)))
        .isInstanceOf(StatementRefused.class);
  }
}
