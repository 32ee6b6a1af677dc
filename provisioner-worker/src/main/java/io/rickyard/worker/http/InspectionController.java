package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.worker.advice.Advisor;
import io.rickyard.worker.advice.Advisors;
import io.rickyard.worker.advice.Finding;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.types.DatabaseTypes;
import java.util.List;

/** Tells developers what their projects' databases are made of, and what is wrong with that. */
@Controller("/stacks/{ref}/database")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class InspectionController {

  private final OpenDatabases databases;
  private final DatabaseTypes types;
  private final Advisors advisors;

  InspectionController(OpenDatabases databases, DatabaseTypes types, Advisors advisors) {
    this.databases = databases;
    this.types = types;
    this.advisors = advisors;
  }

  /** Types, as a file of TypeScript. */
  @Introspected
  record Types(String types) {}

  /** What was found. */
  @Introspected
  record Findings(List<Finding> lints) {
    Findings {
      lints = List.copyOf(lints);
    }
  }

  @Get("/types")
  Types types(Authentication authentication, String ref, @QueryValue List<String> schema) {
    return new Types(
        databases.use(
            authentication, ref, true, (database, login) -> types.of(database, login, schema)));
  }

  @Get("/advisors/{advisor}")
  Findings advisors(Authentication authentication, String ref, Advisor advisor) {
    return new Findings(
        databases.use(
            authentication,
            ref,
            true,
            (database, login) -> advisors.look(database, login, advisor)));
  }
}
