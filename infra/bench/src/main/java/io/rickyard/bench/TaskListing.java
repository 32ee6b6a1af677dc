package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of tasks over HTTP while very many ended tasks stand in the status table. */
final class TaskListing {

  /**
   * One in a thousand failed, one in eight has a label, and they came a second apart, the last an
   * hour ago: older ones would be forgotten while the lists are read.
   */
  private static final String FILL =
      """
      insert into status.task (id, organization, type, queue, actor, created_at, state, ended_at,
                               error_code, attempt, version, body)
      select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ?, 'platform.probe',
             'normal', 'bench', date_trunc('second', now()) - interval '1 hour' - (m - n) * interval '1 second',
             case when n % 1000 = 0 then 'failed' else 'succeeded' end,
             date_trunc('second', now()) - interval '59 minutes' - (m - n) * interval '1 second',
             case when n % 1000 = 0 then 'probe_failed' end, 1, 3,
             jsonb_build_object('id', ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0')),
               'type', 'platform.probe', 'queue', 'normal', 'state', 'succeeded',
               'input', jsonb_build_object('steps', 1), 'labels', jsonb_build_object(),
               'created_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'version', 3)
        from (values (?::int)) many (m), generate_series(1, m) n
      """;

  private static final String LABEL =
      """
      insert into status.task_label
      select organization, 'team', 'bench', created_at, id from status.task
       where actor = 'bench' and ('x' || right(id::text, 1))::bit(4)::int < 2
      """;

  /** Where EARLY stands, a time when the eighth part of the million was there. */
  private static final List<String> FILTERS =
      List.of(
          "",
          "state=failed",
          "state=running,queued",
          "type=platform.probe",
          "type=stack.pause",
          "queue=critical",
          "label=team%3Dbench",
          "actor=nobody",
          "q=probe_failed",
          "q=no_such_code",
          "q=01900000-0000-7000-8000-00000000ab",
          "q=0190",
          "created_before=EARLY",
          "created_after=" + encoded("2030-01-01T00:00:00Z"),
          "ended_before=EARLY",
          "ended_after=" + encoded("2030-01-01T00:00:00Z"),
          "parent=01900000-0000-7000-8000-ffffffffffff",
          "retry_of=01900000-0000-7000-8000-ffffffffffff",
          "type=platform.probe&state=failed",
          "actor=bench&queue=critical",
          "actor=bench&label=team%3Dbench&state=failed",
          "label=team%3Dbench&ended_after=" + encoded("2030-01-01T00:00:00Z"));

  /** Each connection prepares a statement at its sixth use. */
  private static final int WARM = 10;

  private final LocalInstallation installation;

  TaskListing(LocalInstallation installation) {
    this.installation = installation;
  }

  /**
   * Fills the table and reads the first page of each list so many times. PostgreSQL is not told of
   * the new rows, as it is not after a flood.
   *
   * @return by filter
   */
  Map<String, Latencies> run(int tasks, int rounds) throws IOException, InterruptedException {
    fill(tasks);
    var early = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(10, ChronoUnit.DAYS);
    Map<String, List<Long>> nanos = new LinkedHashMap<>();
    try (var client = HttpClient.newHttpClient()) {
      for (int round = 0; round < WARM + rounds; round++) {
        for (String filter : FILTERS) {
          long begun = System.nanoTime();
          int status =
              client
                  .send(
                      HttpRequest.newBuilder(
                              URI.create(
                                  installation.url()
                                      + "/v1/tasks?limit=50&"
                                      + filter.replace("EARLY", encoded(early.toString()))))
                          .header("Authorization", "Bearer " + installation.token())
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode();
          long took = System.nanoTime() - begun;
          if (round >= WARM) {
            nanos.computeIfAbsent(filter, _ -> new ArrayList<>()).add(took);
          }
          if (status != 200) {
            throw new IOException("The list with '" + filter + "' answered " + status);
          }
        }
      }
    }
    Map<String, Latencies> byFilter = new LinkedHashMap<>();
    nanos.forEach((filter, times) ->
        byFilter.put(filter, Latencies.of(times.stream().mapToLong(Long::longValue).toArray())));
    return byFilter;
  }

  private void fill(int tasks) throws IOException {
    try (Connection database = installation.database();
        var insert = database.prepareStatement(FILL);
        var more = database.createStatement()) {
      insert.setString(1, installation.organization());
      insert.setInt(2, tasks);
      insert.executeUpdate();
      more.execute(LABEL);
    } catch (SQLException e) {
      throw new IOException("The table could not be filled", e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
