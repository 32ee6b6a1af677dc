package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.management.Paths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.UnaryOperator;

/**
 * The settings of a project's other services. Where the project has not the service they are the
 * release's, the header Rickyard-Not-Applied says why, and a change is refused.
 */
@Controller("/v1/projects/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "settings")
final class ServiceSettingsController {

  private final ProjectSettings settings;

  ServiceSettingsController(ProjectSettings settings) {
    this.settings = settings;
  }

  @Get("/config/auth")
  @Operation(
      summary = "The settings of a project's auth service",
      description =
          "Of what is secret, who may see secrets is told the HMAC-SHA256 under the project's"
              + " reference, in hexadecimal; nobody is told the value.")
  HttpResponse<ObjectNode> auth(String ref, @Parameter(hidden = true) Call call) {
    return get(ref, SettingSection.AUTH, call);
  }

  @Patch("/config/auth")
  @Operation(
      summary = "Change settings of a project's auth service, which is restarted",
      description = "null puts one back to the release's.")
  HttpResponse<ObjectNode> changeAuth(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    return change(ref, SettingSection.AUTH, body, call);
  }

  @Get("/postgrest")
  @Operation(summary = "The settings of a project's REST interface")
  HttpResponse<ObjectNode> postgrest(String ref, @Parameter(hidden = true) Call call) {
    return get(ref, SettingSection.POSTGREST, call);
  }

  @Patch("/postgrest")
  @Operation(summary = "Change settings of a project's REST interface, which is restarted")
  HttpResponse<ObjectNode> changePostgrest(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    return change(ref, SettingSection.POSTGREST, body, call);
  }

  @Get("/config/storage")
  @Operation(summary = "The settings of a project's storage")
  HttpResponse<ObjectNode> storage(String ref, @Parameter(hidden = true) Call call) {
    var now = settings.read(Paths.project(ref), SettingSection.STORAGE, call);
    var body = SettingsJson.nested(now, UnaryOperator.identity());
    StorageFacts.addTo(body, "migrationVersion");
    return SettingsAnswer.of(now, body);
  }

  @Patch("/config/storage")
  @Operation(summary = "Change settings of a project's storage, which is restarted")
  HttpResponse<Object> changeStorage(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    var change =
        settings.change(
            Paths.project(ref), SettingsRequest.nested(body), SettingSection.STORAGE, true, call);
    return SettingsAnswer.after(change, HttpResponse.ok());
  }

  @Get("/config/realtime")
  @Operation(summary = "The settings of a project's realtime")
  HttpResponse<ObjectNode> realtime(String ref, @Parameter(hidden = true) Call call) {
    return get(ref, SettingSection.REALTIME, call);
  }

  @Patch("/config/realtime")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Change settings of a project's realtime, which is restarted")
  HttpResponse<Object> changeRealtime(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    var change =
        settings.change(
            Paths.project(ref),
            SettingsRequest.of(body, false),
            SettingSection.REALTIME,
            true,
            call);
    return SettingsAnswer.after(change, HttpResponse.noContent());
  }

  private HttpResponse<ObjectNode> get(String ref, SettingSection section, Call call) {
    var now = settings.read(Paths.project(ref), section, call);
    return SettingsAnswer.of(now, SettingsJson.all(now));
  }

  private HttpResponse<ObjectNode> change(
      String ref, SettingSection section, ObjectNode body, Call call) {
    var project = Paths.project(ref);
    var change = settings.change(project, SettingsRequest.of(body, false), section, true, call);
    var now = settings.read(project, section, call);
    return SettingsAnswer.after(change, SettingsAnswer.of(now, SettingsJson.all(now)));
  }
}
