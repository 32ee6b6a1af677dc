package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.management.Paths;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.gateway.upstream.StackView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All settings of a project in one answer, in the form of the Management API's second version. The
 * hosted platform's command line compares them with a file.
 */
@Controller("/v2/projects/{ref}/config")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "settings")
final class ProjectConfigController {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int NEWEST_MAJOR = 17;
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final ProjectSettings settings;
  private final OrgClient org;
  private final ProjectorClient projector;
  private final PoolSizes sizes;

  ProjectConfigController(
      ProjectSettings settings, OrgClient org, ProjectorClient projector, PoolSizes sizes) {
    this.settings = settings;
    this.org = org;
    this.projector = projector;
    this.sizes = sizes;
  }

  @Get
  @Operation(
      summary = "All settings of a project's services",
      description =
          "Of services that the project has not, those of the release; Rickyard-Not-Applied names"
              + " them. Of what is secret there are digests, for who may see secrets.")
  HttpResponse<ObjectNode> get(String ref, @Parameter(hidden = true) Call call) {
    var project = org.project(Paths.project(ref), call);
    var missing = new LinkedHashSet<String>();
    var attributes = NODES.objectNode();
    attributes.set("database", database(project, missing, call));
    attributes.set("pooler", pooler(project, call));
    attributes.set(
        "auth", SettingsJson.effective(read(project, SettingSection.AUTH, missing, call)));
    attributes.set("api", SettingsJson.all(read(project, SettingSection.POSTGREST, missing, call)));
    attributes.set(
        "realtime", SettingsJson.all(read(project, SettingSection.REALTIME, missing, call)));
    attributes.set("storage", storage(read(project, SettingSection.STORAGE, missing, call)));
    var body = NODES.objectNode();
    body.putObject("data")
        .put("type", "project_config")
        .put("id", project.ref().value())
        .set("attributes", attributes);
    var answer = HttpResponse.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store");
    return missing.isEmpty()
        ? answer
        : answer.header(SettingsAnswer.NOT_APPLIED, String.join("; ", missing));
  }

  private SectionSettings read(
      ProjectView project, SettingSection section, Set<String> missing, Call call) {
    var found = settings.read(project, section, call);
    var why = found.notApplied();
    if (why != null) {
      missing.add(why);
    }
    return found;
  }

  private ObjectNode database(ProjectView project, Set<String> missing, Call call) {
    var database = NODES.objectNode();
    database.put("major_version", major(project, call));
    var access = settings.access(project, call);
    database.put("ssl_enforced", access.tlsOnly());
    var networks =
        database
            .putObject("network_restrictions")
            .put("entitlement", "allowed")
            .put("status", "applied")
            .putArray("allowed_cidrs");
    access.allowed().forEach(one -> networks.addObject().put("address", one).put("type", "v4"));
    access.allowedV6().forEach(one -> networks.addObject().put("address", one).put("type", "v6"));
    database.set(
        "postgres_settings",
        SettingsJson.chosen(
            read(project, SettingSection.POSTGRES, missing, call), name -> name.replace('.', '_')));
    return database;
  }

  private int major(ProjectView project, Call call) {
    return projector
        .stack(project.ref(), call)
        .map(StackView::database)
        .map(seen -> Integer.parseInt(seen.version().split("[^0-9]", 2)[0]))
        .orElse(NEWEST_MAJOR);
  }

  /** Each client has a connection of its own. */
  private ObjectNode pooler(ProjectView project, Call call) {
    var most = sizes.byReference(project, call);
    return NODES
        .objectNode()
        .put("pool_mode", "session")
        .put("default_pool_size", most)
        .put("max_client_conn", most);
  }

  private static ObjectNode storage(SectionSettings found) {
    UnaryOperator<String> names =
        name ->
            CAPITAL
                .matcher(name)
                .replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT));
    var storage = SettingsJson.nested(found, names);
    storage.set("upstream_target", storage.withObjectProperty("external").get("upstream_target"));
    storage.remove("external");
    StorageFacts.addTo(storage, "migration_version");
    return storage;
  }
}
