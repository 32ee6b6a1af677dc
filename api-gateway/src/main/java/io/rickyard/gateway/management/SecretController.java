package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.SecretSealer;
import io.rickyard.gateway.upstream.ContentClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a project's functions find in their environment. */
@Controller("/v1/projects/{ref}/secrets")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "functions")
final class SecretController {

  private static final int MOST_AT_ONCE = 100;

  private final StackContents contents;
  private final ContentClient secrets;
  private final SecretSealer sealer;

  SecretController(StackContents contents, ContentClient secrets, SecretSealer sealer) {
    this.contents = contents;
    this.secrets = secrets;
    this.sealer = sealer;
  }

  /** A secret to be. */
  record SecretRequest(@Nullable String name, @Nullable String value) {
    @Override
    public String toString() {
      return "SecretRequest[" + name + "]";
    }
  }

  /** The same sealed to the worker. */
  private record Sent(String name, SealedSecret sealed) {}

  @Get
  @Operation(summary = "List the secrets of a project's functions: names and SHA-256 digests")
  HttpResponse<byte[]> list(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var answer =
        HttpResponse.ok(secrets.secrets(project, call).body())
            .contentType(MediaType.APPLICATION_JSON_TYPE);
    return contents.marked(answer, project, SettingSection.FUNCTIONS, call);
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Set secrets of a project's functions",
      description =
          "Names that begin with SUPABASE_ are the platform's. The functions service is restarted"
              + " with them by the task that the headers name.")
  HttpResponse<Object> set(
      String ref, @Body List<@Nullable SecretRequest> body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    requireFitting(body.size());
    var names = body.stream().map(SecretController::name).toList();
    var done =
        contents.change(
            project,
            deed("project.secrets_set", names),
            call,
            found -> secrets.setSecrets(project, sealed(body, found.organization()), body, call));
    return done.on(HttpResponse.created((Object) null));
  }

  @Delete
  @Operation(summary = "Remove secrets of a project's functions by their names")
  HttpResponse<Object> remove(
      String ref, @Body List<@Nullable String> body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    requireFitting(body.size());
    if (body.contains(null)) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "A secret has a name");
    }
    var done =
        contents.change(
            project,
            deed("project.secrets_unset", body),
            call,
            _ -> secrets.removeSecrets(project, body, call));
    return done.on(HttpResponse.ok());
  }

  private static StackContents.Deed deed(String action, List<?> names) {
    return new StackContents.Deed(SettingSection.FUNCTIONS, action, names.toString());
  }

  private static void requireFitting(int names) {
    if (names == 0 || names > MOST_AT_ONCE) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "A list of 1 to %d secrets".formatted(MOST_AT_ONCE));
    }
  }

  private static String name(@Nullable SecretRequest secret) {
    if (secret == null || secret.name() == null || secret.value() == null) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "A secret has a name and a value");
    }
    return secret.name();
  }

  private List<Sent> sealed(List<@Nullable SecretRequest> body, OrganizationId organization) {
    return body.stream()
        .map(secret -> {
          var name = name(secret);
          var value = secret == null || secret.value() == null ? "" : secret.value();
          return new Sent(name, sealer.seal(organization, "function-secret:" + name, value));
        })
        .toList();
  }
}
