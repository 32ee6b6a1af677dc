package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ProjectKey;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sso.AuthAdministration;
import io.rickyard.worker.sso.ProviderQueries;
import io.rickyard.worker.stack.StackGateways;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import java.io.IOException;
import java.util.Optional;

/**
 * The SAML providers of a project. They are read from its database; a change is passed on to its
 * auth service, and the answer is what the database has afterwards.
 */
@Controller("/stacks/{ref}/sso-providers")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class SsoProviderController {

  private final OpenDatabases databases;
  private final ProjectSql sql;
  private final StackVault vault;
  private final StackGateways gateways;
  private final AuthAdministration administration;

  SsoProviderController(
      OpenDatabases databases,
      ProjectSql sql,
      StackVault vault,
      @Nullable StackGateways gateways,
      AuthAdministration administration) {
    this.databases = databases;
    this.sql = sql;
    this.vault = vault;
    this.gateways = gateways == null ? _ -> Optional.empty() : gateways;
    this.administration = administration;
  }

  @Get
  ArrayNode list(Authentication authentication, String ref) {
    return ProviderQueries.providers(
        databases.use(
            authentication,
            ref,
            true,
            (database, login) -> sql.run(database, login, ProviderQueries.ALL)));
  }

  @Get("/{id}")
  JsonNode get(Authentication authentication, String ref, String id) {
    return ProviderQueries.provider(
            databases.use(
                authentication,
                ref,
                true,
                (database, login) -> sql.run(database, login, ProviderQueries.one(id))))
        .orElseThrow(
            () -> new RequestRefused(ErrorCode.NOT_FOUND, "The project has no SSO provider " + id));
  }

  @Post
  JsonNode add(Authentication authentication, String ref, @Body ObjectNode provider)
      throws InterruptedException {
    var made = change(authentication, ref, "POST", null, provider);
    return get(authentication, ref, made.path("id").asText());
  }

  @Put("/{id}")
  JsonNode update(Authentication authentication, String ref, String id, @Body ObjectNode provider)
      throws InterruptedException {
    var known = known(authentication, ref, id);
    var _ = change(authentication, ref, "PUT", known, provider);
    return get(authentication, ref, known);
  }

  @Delete("/{id}")
  JsonNode remove(Authentication authentication, String ref, String id)
      throws InterruptedException {
    var gone = get(authentication, ref, id);
    var _ = change(authentication, ref, "DELETE", gone.path("id").asText(), null);
    return gone;
  }

  /** What is passed on in a path is what the database calls it. */
  private String known(Authentication authentication, String ref, String id) {
    return get(authentication, ref, id).path("id").asText();
  }

  private JsonNode change(
      Authentication authentication,
      String ref,
      String method,
      @Nullable String id,
      @Nullable JsonNode body)
      throws InterruptedException {
    var stack = databases.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var gateway = gateway(stack);
    var secrets = KeyDoor.secrets(vault, stack);
    requireSaml(secrets);
    try {
      return told(
          administration.ask(gateway, serverKey(secrets, stack.project()), method, id, body));
    } catch (IOException e) {
      throw new RequestRefused(
          ErrorCode.PROJECT_UNREACHABLE,
          "The project's auth service cannot be reached through its gateway: " + e.getMessage());
    }
  }

  private GatewayEndpoint gateway(StackRecord stack) {
    if (stack.state() instanceof StackState.Paused) {
      throw new RequestRefused(
          ErrorCode.PROJECT_PAUSED, "The project is paused; resume it to change it");
    }
    return gateways
        .of(stack.project())
        .orElseThrow(
            () -> new RequestRefused(ErrorCode.SERVICE_ABSENT, "The project has no auth service"));
  }

  private static void requireSaml(StackSecrets secrets) {
    if (secrets
        .settings()
        .find(SettingSection.AUTH, "saml_enabled")
        .filter("true"::equals)
        .isEmpty()) {
      throw new RequestRefused(
          ErrorCode.SAML_DISABLED,
          "The project signs nobody in by SAML: set saml_enabled with PATCH"
              + " /v1/projects/{ref}/config/auth");
    }
  }

  /** Any that stands for the role service_role; the signed one as long as it is a key. */
  private static String serverKey(StackSecrets secrets, ProjectRef project) {
    var keys = secrets.apiKeys(project);
    return keys.opaque().stream()
        .filter(key -> key.kind() == ProjectKey.Kind.SECRET && key.template() == null)
        .map(ProjectKey::key)
        .findFirst()
        .or(() -> keys.legacyEnabled() ? secrets.find(StackSecrets.SERVICE_KEY) : Optional.empty())
        .orElseThrow(() ->
            new RequestRefused(
                ErrorCode.CONFLICT,
                "No key for servers opens the project's gateway; make a secret key first"));
  }

  private static JsonNode told(AuthAdministration.Answer answer) {
    return switch (answer.status()) {
      case 200, 201 -> answer.body();
      case 400 -> throw new RequestRefused(ErrorCode.INVALID_REQUEST, answer.message());
      case 404 -> throw new RequestRefused(ErrorCode.NOT_FOUND, answer.message());
      case 409, 422 -> throw new RequestRefused(ErrorCode.UNPROCESSABLE, answer.message());
      case 503 -> throw new RequestRefused(ErrorCode.PROJECT_STARTING, answer.message());
      default ->
          throw new RequestRefused(
              ErrorCode.PROJECT_UNREACHABLE,
              "The project's auth service did not do it: " + answer.message());
    };
  }
}
