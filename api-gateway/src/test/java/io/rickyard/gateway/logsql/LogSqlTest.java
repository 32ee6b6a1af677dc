package io.rickyard.gateway.logsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSqlTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static final List<LogEntry> ROWS =
      Stream.of(
              line(1, "db", "2026 [7] LOG:  starting"),
              line(2, "db", "2026 [7] ERROR:  relation \"it's 100%_ \\x\" does not exist"),
              line(3, "db", "2026 [7] WARNING:  careful"),
              line(
                  4,
                  "auth",
                  "{\"level\":\"info\",\"status\":500,\"path\":\"/token\",\"msg\":\"no\"}"),
              line(5, "gateway", "1.2.3.4 - - [x] \"GET /rest/v1/ HTTP/1.1\" 404 5 \"-\""),
              line(6, "rest", "plain"))
          .toList();

  private static LogEntry line(int second, String service, String text) {
    return LogEntry.of("abc", NOON.plusSeconds(second), service, text).orElseThrow();
  }

  /** As supabase 3.1.0 sends it with --service postgres --level error --level warn --search. */
  private static final String OF_THE_CLI =
      """
      select id, toUnixTimestamp64Milli(timestamp) as ts_ms, source, severity_text, LEVEL as level, event_message, \
      log_attributes from logs where (source = 'postgres_logs' or source = 'auth_logs' or source = 'auth_audit_logs') \
      and (LEVEL) in ('error', 'warn') order by ts_ms desc, id desc limit 7\
      """
          .replace(
              "LEVEL",
              """
              multiIf(
                source = 'postgres_logs', multiIf(upper(log_attributes['parsed.error_severity']) in ('ERROR','FATAL','PANIC'), 'error', upper(log_attributes['parsed.error_severity']) = 'WARNING', 'warn', lower(log_attributes['parsed.error_severity'])),
                source in ('edge_logs','function_edge_logs'), multiIf(toInt32OrZero(log_attributes['response.status_code']) >= 500, 'error', toInt32OrZero(log_attributes['response.status_code']) >= 400, 'warn', ''),
                source = 'auth_logs', multiIf(lower(log_attributes['level']) in ('error','fatal') or toInt32OrZero(log_attributes['status']) >= 500, 'error', lower(log_attributes['level'])),
                log_attributes['subservice'] = 'worker_api_logs', if(log_attributes['event'] = 'build_failed', 'error', 'info'),
                '')\
              """);

  private static List<Map<String, Object>> answer(String sql) {
    var query = LogSql.parse(sql);
    return query.select(ROWS.stream().filter(query::matches).toList());
  }

  private static List<Object> seconds(String condition) {
    return answer("select timestamp from logs where " + condition + " order by timestamp").stream()
        .map(row -> (Object) Instant.parse(String.valueOf(row.get("timestamp"))).getEpochSecond())
        .map(second -> (Object) ((long) second - NOON.getEpochSecond()))
        .toList();
  }

  @Test
  void whatTheCliAsksIsAnsweredWithItsColumns() {
    // when
    var rows = answer(OF_THE_CLI);

    // then
    assertThat(rows).extracting(row -> row.get("level")).containsExactly("error", "warn", "error");
    assertThat(rows.getFirst())
        .containsEntry("ts_ms", NOON.plusSeconds(4).toEpochMilli())
        .containsEntry("source", "auth_logs")
        .containsKeys("id", "severity_text", "event_message", "log_attributes");
  }

  @Test
  void onlyTheSourcesThatAreAskedForHaveToBeRead() {
    assertThat(LogSql.parse(OF_THE_CLI).sources())
        .containsExactlyInAnyOrder("postgres_logs", "auth_logs");
    assertThat(LogSql.parse("select id from logs").sources()).hasSize(LogSource.values().length);
    assertThat(LogSql.parse("select id from edge_logs").sources()).containsExactly("edge_logs");
    assertThat(LogSql.parse("select id from logs where source in ('x_logs')").sources()).isEmpty();
    assertThat(LogSql.parse("select id from logs where source = 'x' or id = 'y'").sources())
        .hasSize(LogSource.values().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "positionCaseInsensitiveUTF8(event_message, 'IT''S 100%_ \\\\x') > 0 | [2]",
        "event_message like '%STARTING' | []",
        "event_message ilike '%STARTING' | [1]",
        "event_message not ilike '%a%' | [5]",
        "event_message like 'pl_in' | [6]",
        "event_message like 'plai' | []",
        "not (source = 'postgres_logs') and severity_text <> '' | [4]",
        "log_attributes['response.status_code'] = '404' | [5]",
        "log_attributes['request.path'] like '/rest%' or log_attributes['path'] = '/token' | [4, 5]",
        "toInt32OrZero(log_attributes['status']) between_is_not_there | !",
        "severity_text in ('ERROR', 'WARNING') | [2, 3]",
        "timestamp >= '2026-11-20T12:00:05Z' | [5, 6]",
        "source != 'postgres_logs' -- with a remark | [4, 5, 6]"
      })
  void conditionsChooseRows(String condition, String seconds) {
    if (seconds.equals("!")) {
      assertThatThrownBy(() -> seconds(condition)).isInstanceOf(LogSqlRefused.class);
    } else {
      assertThat(seconds(condition)).hasToString(seconds);
    }
  }

  @Test
  void orderAndLimitAreKept() {
    assertThat(answer("select timestamp from logs order by timestamp desc limit 2"))
        .extracting(row -> row.get("timestamp"))
        .containsExactly("2026-11-20T12:00:06Z", "2026-11-20T12:00:05Z");
    assertThat(LogSql.parse("select id from logs order by timestamp desc").newestFirst()).isTrue();
    assertThat(LogSql.parse("select id from logs order by id desc").newestFirst()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select",
        "select 1",
        "delete from logs",
        "select id from users",
        "select password from logs",
        "select count(*) from logs",
        "select id from logs group by id",
        "select id from logs where",
        "select id from logs where id",
        "select id from logs where event_message",
        "select id from logs limit 5000",
        "select id from logs limit -1",
        "select id from logs; select id from logs",
        "select id from logs where sleep(1) = 1",
        "select id from logs where lower() = 'a'",
        "select id from logs where multiIf(id = 'a', 'b') = 'c'",
        "select id from logs where timestamp > now() - interval 1 hour",
        "select id from logs where (((id = 'a')",
        "select id from logs where id = 'open",
        "select toUnixTimestamp64Milli(event_message) as t from logs",
        "select id from logs cross join unnest(metadata) as m"
      })
  void anythingElseIsRefused(String sql) {
    assertThatThrownBy(() -> answer(sql)).isInstanceOf(LogSqlRefused.class);
  }

  @Test
  void deepNestingIsRefusedAndNotAFault() {
    assertThatThrownBy(() ->
            answer("select id from logs where " + "(".repeat(5000) + "id = 'a'" + ")".repeat(5000)))
        .isInstanceOf(LogSqlRefused.class);
    assertThatThrownBy(() -> answer("select id from logs where " + "not ".repeat(50001) + "id"))
        .isInstanceOf(LogSqlRefused.class);
  }

  @Test
  void whatServicesWriteIsRead() {
    assertThat(ROWS.get(1).severity()).isEqualTo("ERROR");
    assertThat(ROWS.get(3).attributes())
        .containsEntry("status", "500")
        .containsEntry("identifier", "abc");
    assertThat(ROWS.get(4).attributes()).containsEntry("request.method", "GET");
    assertThat(LogEntry.of("abc", NOON, "studio", "x")).isEmpty();
  }
}
