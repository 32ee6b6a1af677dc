package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.departure.Departure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL in a project's database, as the Management API has it. */
@Controller("/v1/projects/{ref}/database")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class DatabaseController {

  private final WorkerClient worker;
  private final RightsCache rights;
  private final AcceptedDeeds deeds;

  DatabaseController(WorkerClient worker, RightsCache rights, AcceptedDeeds deeds) {
    this.worker = worker;
    this.rights = rights;
    this.deeds = deeds;
  }

  @Post("/query")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Run SQL in a project's database",
      description =
          "The rows of the last statement that gives some, as objects. Run as postgres, or with"
              + " read_only as a role that may only read. Stopped after a minute; results of more"
              + " than 8 MiB are refused.")
  HttpResponse<byte[]> query(
      String ref,
      @Body SqlRequest body,
      @Parameter(hidden = true) Departure departure,
      @Parameter(hidden = true) Call call) {
    return run(Paths.project(ref), body, departure, call);
  }

  @Post("/query/read-only")
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Run SQL that reads in a project's database")
  HttpResponse<byte[]> read(
      String ref,
      @Body SqlRequest body,
      @Parameter(hidden = true) Departure departure,
      @Parameter(hidden = true) Call call) {
    return run(Paths.project(ref), body.reading(), departure, call);
  }

  /** A migration in a list. */
  record MigrationShape(String version, @Nullable String name) {}

  /** What the worker tells of one. */
  record MigrationView(
      String version, @Nullable String name, List<String> statements, List<String> rollback) {
    /** Copies the lists. */
    MigrationView {
      statements = List.copyOf(statements);
      rollback = List.copyOf(rollback);
    }

    private MigrationShape shape() {
      return new MigrationShape(version, name);
    }
  }

  @Get("/migrations")
  @Operation(summary = "List the migrations that were applied to a project's database")
  List<MigrationShape> migrations(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.PROJECT_CHANGE, call);
    return List.of(worker.migrations(project, call).as(MigrationView[].class)).stream()
        .map(MigrationView::shape)
        .toList();
  }

  @Get("/migrations/{version}")
  @Operation(summary = "Get a migration with its SQL")
  MigrationView migration(String ref, String version, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.PROJECT_CHANGE, call);
    return worker.migration(project, version, call).as(MigrationView.class);
  }

  @Post("/migrations")
  @Operation(summary = "Apply a migration: run its SQL and write it down, both or neither")
  HttpResponse<Object> apply(
      String ref,
      @Body MigrationRequest body,
      @Parameter(hidden = true) Departure departure,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var organization = rights.require(project, Permission.PROJECT_CHANGE, call);
    var applied = worker.migrate(project, "POST", body, departure, call).as(MigrationView.class);
    deeds.accepted(
        "project.migrated", project.value(), organization, project, applied.version(), call);
    return HttpResponse.ok();
  }

  @Put("/migrations")
  @Operation(summary = "Write a migration down that was applied by other means; run nothing")
  HttpResponse<Object> record(
      String ref, @Body MigrationRequest body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var organization = rights.require(project, Permission.PROJECT_CHANGE, call);
    var recorded =
        worker.migrate(project, "PUT", body, Departure.NEVER, call).as(MigrationView.class);
    deeds.accepted(
        "project.migration_recorded",
        project.value(),
        organization,
        project,
        recorded.version(),
        call);
    return HttpResponse.ok();
  }

  /** Nothing of the SQL is written down: it may hold what is secret. */
  private HttpResponse<byte[]> run(
      ProjectRef project, SqlRequest asked, Departure departure, Call call) {
    var needed = asked.reads() ? Permission.SECRET_READ : Permission.PROJECT_CHANGE;
    var organization = rights.require(project, needed, call);
    deeds.accepted(
        "project.queried",
        project.value(),
        organization,
        project,
        asked.reads() ? "read only" : null,
        call);
    return unstored(worker.query(project, asked.sent(), departure, call));
  }

  private static MutableHttpResponse<byte[]> unstored(Answer answer) {
    return HttpResponse.created(answer.body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
