package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.logsql.LogSource;
import io.rickyard.gateway.logsql.LogSql;
import io.rickyard.gateway.logsql.LogSqlRefused;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a project's services write, asked for in the hosted platform's SQL. */
@Controller("/v1/projects/{ref}/analytics/endpoints")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class LogQueryController {

  private static final String DESCRIPTION =
      "A select from logs, whose columns are id, timestamp, source, event_message, severity_text and"
          + " log_attributes['...'], with WHERE, ORDER BY and LIMIT, and the functions that the"
          + " hosted platform's clients use. Anything else is refused. The last hour where no time"
          + " is given, and at most 24 hours.";

  private static final String OTHERWISE =
      "select id, timestamp, event_message from logs order by timestamp desc limit 100";

  private final Projects projects;
  private final LogRows rows;
  private final Clock clock = Clock.systemUTC();

  LogQueryController(Projects projects, LogRows rows) {
    this.projects = projects;
    this.rows = rows;
  }

  /** Rows, with the columns that were asked for. */
  record LogsShape(List<Map<String, Object>> result) {
    /** Copies the list. */
    LogsShape {
      result = List.copyOf(result);
    }
  }

  @Get("/logs")
  @Operation(summary = "What a project's services wrote, by SQL", description = DESCRIPTION)
  HttpResponse<LogsShape> logs(
      String ref,
      @QueryValue @Nullable String sql,
      @QueryValue("iso_timestamp_start") @Nullable String start,
      @QueryValue("iso_timestamp_end") @Nullable String end,
      @Parameter(hidden = true) Call call) {
    return answer(Paths.project(ref), sql, LogRange.of(start, end, clock), call);
  }

  @Get("/logs.all")
  @Operation(
      summary = "What a project's services wrote, by SQL, at the older address",
      description = DESCRIPTION)
  HttpResponse<LogsShape> all(
      String ref,
      @QueryValue @Nullable String sql,
      @QueryValue("iso_timestamp_start") @Nullable String start,
      @QueryValue("iso_timestamp_end") @Nullable String end,
      @Parameter(hidden = true) Call call) {
    return answer(Paths.project(ref), sql, LogRange.of(start, end, clock), call);
  }

  private HttpResponse<LogsShape> answer(
      ProjectRef project, @Nullable String sql, LogRange range, Call call) {
    var shape = projects.get(project, call);
    try {
      var query = LogSql.parse(sql == null ? OTHERWISE : sql);
      var services = services(query.sources(), shape);
      var found = rows.answer(new LogRows.Question(project, services, range, query), call);
      return HttpResponse.ok(new LogsShape(found)).header(HttpHeaders.CACHE_CONTROL, "no-store");
    } catch (LogSqlRefused refused) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(refused.getMessage()));
    }
  }

  /** Those that write what is asked for. No lines of what is not there would look like silence. */
  private static Set<String> services(Set<String> sources, ProjectShape project) {
    var asked =
        Arrays.stream(LogSource.values())
            .filter(source -> sources.contains(source.table()))
            .map(LogSource::service)
            .collect(Collectors.toSet());
    if (asked.isEmpty()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST,
          "Nobody writes the sources that are asked for; there are "
              + Arrays.stream(LogSource.values())
                  .map(LogSource::table)
                  .collect(Collectors.joining(", ")));
    }
    var there = project.services().stream().map(ServiceHealth::service).collect(Collectors.toSet());
    if (!there.isEmpty() && asked.stream().noneMatch(there::contains)) {
      throw new RequestRefused(
          ErrorCode.SERVICE_ABSENT, "The project has no service that writes this; it has " + there);
    }
    return asked;
  }
}
