package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.SecretSealer;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.ContentClient;
import io.rickyard.gateway.upstream.SigningKeyView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys that sign the tokens of a project. */
@Controller("/v1/projects/{ref}/config/auth/signing-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "keys")
final class ProjectSigningKeyController {

  private static final String LEGACY = "legacy";
  private static final Set<String> STATUSES =
      Set.of("standby", "in_use", "previously_used", "revoked");

  private final StackContents contents;
  private final ContentClient keys;
  private final Projects projects;
  private final SecretSealer sealer;

  ProjectSigningKeyController(
      StackContents contents, ContentClient keys, Projects projects, SecretSealer sealer) {
    this.contents = contents;
    this.keys = keys;
    this.projects = projects;
    this.sealer = sealer;
  }

  /** What a key shall be. */
  record StatusRequest(@Nullable String status) {}

  @Get
  @Operation(summary = "List the keys of a project's tokens; nothing private is told")
  HttpResponse<SigningKeyView.All> list(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    return shown(project, call, SigningKeyView.All.class, () -> keys.signingKeys(project, call));
  }

  @Get("/legacy")
  @Operation(summary = "Get the secret that was made with a project as a signing key")
  HttpResponse<SigningKeyView> legacy(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    return shown(project, call, SigningKeyView.class, () -> keys.signingKey(project, LEGACY, call));
  }

  @Get("/{id}")
  @Operation(summary = "Get one of the keys of a project's tokens")
  HttpResponse<SigningKeyView> get(String ref, String id, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var key = Paths.signingKey(id);
    return shown(project, call, SigningKeyView.class, () -> keys.signingKey(project, key, call));
  }

  @Post("/legacy")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Have the secret that was made with a project as its signing key in use",
      description = "It is that from the beginning; once another key is, this is refused.")
  HttpResponse<SigningKeyView> createLegacy(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var _ = contents.changeable(project, SettingSection.SIGNING_KEYS, call);
    var key = keys.signingKey(project, LEGACY, call).as(SigningKeyView.class);
    if (!key.status().equals("in_use")) {
      throw new RequestRefused(
          ErrorCode.CONFLICT,
          "The project's secret is a signing key that is %s; change its status"
              .formatted(key.status()));
    }
    return HttpResponse.created(key);
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make a signing key, or bring one along",
      description =
          "It is published at once and taken as soon as it is in_use. The project's services are"
              + " brought to it by the task that the headers name.")
  HttpResponse<SigningKeyView> create(
      String ref, @Body SigningKeyRequest body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var done =
        contents.change(
            project,
            deed("project.signing_key_created", String.valueOf(body.algorithm())),
            call,
            found ->
                keys.makeSigningKey(project, body.sent(found.organization(), sealer), body, call));
    return done.on(HttpResponse.created(SigningKeyView.of(done.changed())));
  }

  @Patch("/{id}")
  @Operation(
      summary = "Let a signing key sign (in_use), be taken, or be taken no more (revoked)",
      description =
          "The key that signed before is previously_used, and what it has signed is still taken."
              + " Answers when the project's services do so.")
  HttpResponse<SigningKeyView> change(
      String ref, String id, @Body StatusRequest body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var key = Paths.signingKey(id);
    var status = body.status();
    if (status == null || !STATUSES.contains(status)) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "status: one of standby, in_use, previously_used and revoked");
    }
    var done =
        contents.change(
            project,
            deed("project.signing_key_changed", key + " " + status),
            call,
            _ -> keys.changeSigningKey("PATCH", project, key, Map.of("status", status), call));
    return done.on(HttpResponse.ok(SigningKeyView.of(done.changed())));
  }

  @Delete("/{id}")
  @Operation(summary = "Delete a signing key that services do not take, for ever")
  HttpResponse<SigningKeyView> delete(String ref, String id, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var key = Paths.signingKey(id);
    var done =
        contents.change(
            project,
            deed("project.signing_key_deleted", key),
            call,
            _ -> keys.changeSigningKey("DELETE", project, key, null, call));
    return done.on(HttpResponse.ok(SigningKeyView.of(done.changed())));
  }

  private <T> HttpResponse<T> shown(
      ProjectRef project, Call call, Class<T> form, Supplier<Answer> asking) {
    var answer = projects.comingWith(project, call, asking);
    return contents.marked(
        HttpResponse.ok(answer.as(form)), project, SettingSection.SIGNING_KEYS, call);
  }

  private static StackContents.Deed deed(String action, String detail) {
    return new StackContents.Deed(SettingSection.SIGNING_KEYS, action, detail);
  }
}
