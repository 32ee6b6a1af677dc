package io.rickyard.gateway.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.PoolSettings;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.gateway.management.Paths;
import io.rickyard.gateway.management.ReferenceAddress;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Where a project's database is reached by reference, as the Management API tells it. */
@Controller("/v1/projects/{ref}/config/database/pooler")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class PoolerController {

  /** Each client has a connection of its own, and nothing is shared. */
  private static final String MODE = "session";

  /** What older clients still send; the hosted platform does nothing with it either. */
  private static final String POOL_MODE = "pool_mode";

  private static final List<String> MODES = List.of("transaction", MODE);

  private final DatabaseSettings databases;
  private final OrgClient org;
  private final PoolSizes sizes;
  private final ProjectSettings settings;

  PoolerController(
      DatabaseSettings databases, OrgClient org, PoolSizes sizes, ProjectSettings settings) {
    this.databases = databases;
    this.org = org;
    this.sizes = sizes;
    this.settings = settings;
  }

  /**
   * An address.
   *
   * @param defaultPoolSize how many connections the project may have to its database through there
   * @param maxClientConn how many clients, each of which has one of these
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
      int defaultPoolSize,
      int maxClientConn,
      String poolMode) {}

  /** What holds after a change. */
  record PoolSize(int defaultPoolSize, String poolMode) {}

  @Get
  @Operation(
      summary = "Where a project's database is reached by reference",
      description =
          "One address for all projects; the user names the project. Not offered where the"
              + " installation has no port for it.")
  List<PoolerShape> get(String ref, @Parameter(hidden = true) Call call) {
    var project = org.project(Paths.project(ref), call);
    var address =
        ReferenceAddress.of(databases, project.ref(), null)
            .orElseThrow(() ->
                new RequestRefused(
                    ErrorCode.NOT_OFFERED,
                    "Databases are not reached by reference here: rickyard.gateway.databases.port"
                        + " is not set"));
    var most = sizes.byReference(project, call);
    return List.of(
        new PoolerShape(
            project.ref().value(),
            "PRIMARY",
            true,
            address.user(),
            address.host(),
            address.port(),
            address.database(),
            address.connectionString(),
            address.connectionString(),
            most,
            most,
            MODE));
  }

  @Patch
  @Operation(
      summary = "Say how many connections a project may have to its database",
      description =
          "By reference, from the next connection on, and in each user's pool of the stack's own"
              + " pooler, which is restarted. null puts it back to the installation's. pool_mode is"
              + " taken and has no effect.")
  HttpResponse<PoolSize> patch(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var wanted = request(body);
    sizes.requireMeaning(project, wanted, call);
    var change = settings.change(project, wanted, SettingSection.POOLER, true, call);
    return SettingsAnswer.after(
        change, HttpResponse.ok(new PoolSize(sizes.byReference(project, call), MODE)));
  }

  private static SettingsRequest request(ObjectNode body) {
    var wanted = body.deepCopy();
    var mode = wanted.remove(POOL_MODE);
    if (mode != null && !MODES.contains(mode.asText())) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "%s is one of %s".formatted(POOL_MODE, MODES));
    }
    var size = wanted.get(PoolSettings.SIZE);
    if (size != null && !size.isNull() && !size.isIntegralNumber()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, PoolSettings.SIZE + " is a whole number or null");
    }
    return SettingsRequest.of(wanted, false);
  }
}
