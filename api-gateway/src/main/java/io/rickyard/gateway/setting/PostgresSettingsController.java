package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.management.Paths;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.UnaryOperator;

/** The settings of a project's PostgreSQL server that differ from the release's. */
@Controller("/v1/projects/{ref}/config/database/postgres")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class PostgresSettingsController {

  private static final String RESTART = "restart_database";

  private final ProjectSettings settings;

  PostgresSettingsController(ProjectSettings settings) {
    this.settings = settings;
  }

  @Get
  @Operation(
      summary = "The settings of a project's PostgreSQL server that it chose for itself",
      description =
          "Rickyard-Awaits-Restart says whether the server takes some of them only when it is"
              + " started again.")
  HttpResponse<ObjectNode> get(String ref, @Parameter(hidden = true) Call call) {
    var now = settings.read(Paths.project(ref), SettingSection.POSTGRES, call);
    return SettingsAnswer.of(now, SettingsJson.chosen(now, UnaryOperator.identity()));
  }

  @Put
  @Operation(
      summary = "Say all settings that a project's PostgreSQL server shall have of its own",
      description =
          "What is not named goes back to the release's. The server is restarted when a setting"
              + " needs that, unless restart_database is false. A value that the server does not"
              + " start with is taken back, and the answer says so.")
  HttpResponse<ObjectNode> put(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    return change(ref, body, true, call);
  }

  @Patch
  @Operation(
      summary = "Change some settings of a project's PostgreSQL server",
      description = "null puts one back to the release's; everything else is as with PUT.")
  HttpResponse<ObjectNode> patch(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    return change(ref, body, false, call);
  }

  private HttpResponse<ObjectNode> change(String ref, ObjectNode body, boolean whole, Call call) {
    var project = Paths.project(ref);
    var wanted = body.deepCopy();
    var restart = restart(wanted);
    var change =
        settings.change(
            project, SettingsRequest.of(wanted, whole), SettingSection.POSTGRES, restart, call);
    var now = settings.read(project, SettingSection.POSTGRES, call);
    return SettingsAnswer.after(
        change, SettingsAnswer.of(now, SettingsJson.chosen(now, UnaryOperator.identity())));
  }

  private static boolean restart(ObjectNode wanted) {
    var said = wanted.remove(RESTART);
    if (said == null || said.isNull()) {
      return true;
    }
    if (!said.isBoolean()) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, RESTART + " is true or false");
    }
    return said.booleanValue();
  }
}
