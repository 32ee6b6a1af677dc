package io.rickyard.gateway.upstream;

import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What the worker reads out of the catalogs of projects' databases. */
@Singleton
public final class InspectionClient {

  private static final Target STACKS = Target.of(Upstream.WORKER, "/stacks");

  /** The worker waits for a connection, and for PostgreSQL to stop. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final InternalHttp http;
  private final Duration within;

  /**
   * Makes one.
   *
   * @param longest after how long the worker stops a query by itself
   */
  InspectionClient(
      InternalHttp http, @Value("${rickyard.projects.query-timeout:PT1M}") Duration longest) {
    this.http = http;
    this.within = longest.plus(MARGIN);
  }

  /** TypeScript's types for these schemas. */
  public Answer types(ProjectRef ref, List<String> schemas, Call call) {
    var target = database(ref).segment("types");
    for (String schema : schemas) {
      target = target.with("schema", schema);
    }
    return http.getLong(target, within, call);
  }

  /** What an advisor finds. */
  public Answer advice(ProjectRef ref, String advisor, Call call) {
    return http.getLong(database(ref).segment("advisors").segment(advisor), within, call);
  }

  private static Target database(ProjectRef ref) {
    return STACKS.segment(ref.value()).segment("database");
  }
}
