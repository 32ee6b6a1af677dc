package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a project's database is reached by reference, as the Management API tells it. */
@Controller("/v1/projects/{ref}/config/database/pooler")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class PoolerController {

  private final DatabaseSettings settings;
  private final Projects projects;

  PoolerController(DatabaseSettings settings, Projects projects) {
    this.settings = settings;
    this.projects = projects;
  }

  /**
   * An address.
   *
   * @param poolMode session: each client has a connection of its own, and nothing is shared
   * @param defaultPoolSize none, since nothing is pooled
   * @param maxClientConn how many connections the project may have through there
   * @param address all of it as a URI
   * @param sameAddress the same under the name that older clients read
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record PoolerShape(
      String identifier,
      String databaseType,
      boolean isUsingScramAuth,
      String dbUser,
      String dbHost,
      int dbPort,
      String dbName,
      @JsonProperty("connection_string") String address,
      @JsonProperty("connectionString") String sameAddress,
      @Nullable Integer defaultPoolSize,
      Integer maxClientConn,
      String poolMode) {}

  @Get
  @Operation(
      summary = "Where a project's database is reached by reference",
      description =
          "One address for all projects; the user names the project. Not offered where the"
              + " installation has no port for it.")
  List<PoolerShape> get(String ref, @Parameter(hidden = true) Call call) {
    var project = projects.desired(Paths.project(ref), call).ref();
    return ReferenceAddress.of(settings, project, null)
        .map(address -> shape(project, address))
        .map(List::of)
        .orElseThrow(() ->
            new RequestRefused(
                ErrorCode.NOT_OFFERED,
                "Databases are not reached by reference here: rickyard.gateway.databases.port is"
                    + " not set"));
  }

  private PoolerShape shape(ProjectRef project, ReferenceAddress address) {
    return new PoolerShape(
        project.value(),
        "PRIMARY",
        true,
        address.user(),
        address.host(),
        address.port(),
        address.database(),
        address.connectionString(),
        address.connectionString(),
        null,
        settings.perProject(),
        "session");
  }
}
