package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sql.SqlQuery;
import io.rickyard.worker.stack.StackLedger;
import java.util.List;

/** The buckets of projects, as their storage services keep them in the projects' databases. */
@Controller("/stacks/{ref}/buckets")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class BucketController {

  /** Times as the hosted platform has them: ISO 8601, in UTC. */
  private static final SqlQuery BUCKETS =
      new SqlQuery(
          """
          select id, name, coalesce(owner::text, '') as owner,
                 to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
                 to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
                 public
            from storage.buckets order by name, id limit 10000
          """,
          List.of(),
          true);

  private final OpenDatabases databases;
  private final ProjectSql sql;

  BucketController(OpenDatabases databases, ProjectSql sql) {
    this.databases = databases;
    this.sql = sql;
  }

  @Get
  ArrayNode list(Authentication authentication, String ref) {
    return databases.use(
        authentication, ref, true, (database, login) -> sql.run(database, login, BUCKETS));
  }
}
