package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.service.departure.Departure;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.sql.Migration;
import io.rickyard.worker.sql.Migrations;
import io.rickyard.worker.sql.OpenDatabase;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sql.Schemas;
import io.rickyard.worker.sql.SqlQuery;
import io.rickyard.worker.stack.StackLedger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs developers' SQL in their projects' databases. */
@Controller("/stacks/{ref}/database")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class SqlController {

  private final OpenDatabases databases;
  private final ProjectSql sql;
  private final Migrations migrations;
  private final Schemas schemas;

  SqlController(OpenDatabases databases, ProjectSql sql, Migrations migrations, Schemas schemas) {
    this.databases = databases;
    this.sql = sql;
    this.migrations = migrations;
    this.schemas = schemas;
  }

  /** A query, on the wire. */
  @Introspected
  record QueryForm(String query, @Nullable List<JsonNode> parameters, boolean readOnly) {
    SqlQuery asked() {
      return new SqlQuery(query, parameters == null ? List.of() : parameters, readOnly);
    }
  }

  /** A migration to be, on the wire. */
  @Introspected
  record MigrationForm(@Nullable String name, String query, @Nullable String rollback) {
    Migrations.Wanted wanted() {
      return new Migrations.Wanted(name, query, rollback);
    }
  }

  @Post("/query")
  ArrayNode query(
      Authentication authentication, String ref, @Body QueryForm form, Departure departure) {
    var query = form.asked();
    return databases.use(
        authentication,
        ref,
        query.readOnly(),
        (database, login) -> sql.run(database, login, query, departure));
  }

  /** The SQL that would make one schema of another, on the wire. */
  @Introspected
  record DifferenceForm(String sql) {}

  /** What would give another project's database the schema of this one. */
  @Get("/difference")
  DifferenceForm difference(Authentication authentication, String ref, @QueryValue String from) {
    return databases.use(
        authentication,
        from,
        false,
        (there, thereAs) ->
            databases.use(
                authentication,
                ref,
                false,
                (here, hereAs) ->
                    new DifferenceForm(
                        schemas.difference(
                            new OpenDatabase(there, thereAs), new OpenDatabase(here, hereAs)))));
  }

  @Get("/migrations")
  List<Migration> list(Authentication authentication, String ref) {
    return databases.use(authentication, ref, false, migrations::list);
  }

  @Post("/migrations")
  Migration apply(
      Authentication authentication, String ref, @Body MigrationForm form, Departure departure) {
    return databases.use(
        authentication,
        ref,
        false,
        (database, login) -> migrations.apply(database, login, form.wanted(), departure));
  }

  @Put("/migrations")
  Migration record(Authentication authentication, String ref, @Body MigrationForm form) {
    return databases.use(
        authentication,
        ref,
        false,
        (database, login) -> migrations.record(database, login, form.wanted()));
  }

  @Get("/migrations/{version}")
  Migration get(Authentication authentication, String ref, String version) {
    return databases
        .use(
            authentication,
            ref,
            false,
            (database, login) -> migrations.find(database, login, version))
        .orElseThrow(
            () -> new RequestRefused(ErrorCode.NOT_FOUND, "There is no migration " + version));
  }
}
