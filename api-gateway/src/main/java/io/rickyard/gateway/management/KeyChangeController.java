package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ContentClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes the keys that open a project's gateway. */
@Controller("/v1/projects/{ref}/api-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "keys")
final class KeyChangeController {

  private static final String EFFECT =
      "The project's gateway takes it in with the task that the headers name.";

  private final StackContents contents;
  private final ContentClient keys;

  KeyChangeController(StackContents contents, ContentClient keys) {
    this.contents = contents;
    this.keys = keys;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make an opaque API key, shown in full with reveal=true",
      description = EFFECT)
  HttpResponse<JsonNode> create(
      String ref,
      @Body KeyRequest body,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var done = change("POST", "project.key_created", ref, null, body.complete(), reveal, call);
    return unstored(done, HttpResponse.created(done.changed().told()));
  }

  @Patch("/{id}")
  @Operation(
      summary = "Change name, description or claims of an opaque API key",
      description = EFFECT)
  HttpResponse<JsonNode> change(
      String ref,
      String id,
      @Body KeyRequest body,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var done = change("PATCH", "project.key_changed", ref, Paths.key(id), body, reveal, call);
    return unstored(done, HttpResponse.ok(done.changed().told()));
  }

  @Delete("/{id}")
  @Operation(
      summary = "Delete an opaque API key: it opens nothing any more",
      description = EFFECT + " To rotate a key, make another one first.")
  HttpResponse<JsonNode> delete(
      String ref,
      String id,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var done = change("DELETE", "project.key_deleted", ref, Paths.key(id), null, reveal, call);
    return unstored(done, HttpResponse.ok(done.changed().told()));
  }

  @Put("/legacy")
  @Operation(
      summary = "Decide whether the signed anon and service_role keys open the project's gateway",
      description = EFFECT)
  HttpResponse<JsonNode> legacy(
      String ref, @QueryValue boolean enabled, @Parameter(hidden = true) Call call) {
    ProjectRef project = Paths.project(ref);
    var deed =
        new StackContents.Deed(
            SettingSection.KEYS, "project.legacy_keys_changed", enabled ? "enabled" : "disabled");
    var done =
        contents.change(project, deed, call, _ -> keys.changeLegacyKeys(project, enabled, call));
    return unstored(done, HttpResponse.ok(done.changed().told()));
  }

  private StackContents.Done change(
      String method,
      String action,
      String ref,
      @Nullable String id,
      @Nullable KeyRequest body,
      boolean reveal,
      Call call) {
    ProjectRef project = Paths.project(ref);
    if (reveal) {
      contents.requireRevealing(project, call);
    }
    var sent = body == null ? null : body.sent();
    var deed = new StackContents.Deed(SettingSection.KEYS, action, id);
    return contents.change(
        project, deed, call, _ -> keys.changeKey(method, project, id, reveal, sent, call));
  }

  private static HttpResponse<JsonNode> unstored(
      StackContents.Done done, MutableHttpResponse<JsonNode> response) {
    return done.on(response).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
