package io.rickyard.gateway.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has one organization with one project; Ada owns it, Ben only sees it, nobody knows another. */
public final class OrgDouble {

  /** The organization. */
  public static final String ACME = "acmeacmeacmeacmeacme";

  /** An organization that is somebody else's. */
  public static final String FOREIGN = "foreignforeignforeig";

  /** The project. */
  public static final String SHOP = "shopshopshopshopshop";

  private final ServiceDouble service = new ServiceDouble();
  private final Map<String, JsonNode> keys = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> answers = new ConcurrentHashMap<>();

  /** Starts it. */
  public OrgDouble() {
    service.on("GET /organizations", _ -> Reply.json(200, List.of(organization("Acme"))));
    service.on(
        "POST /organizations",
        request -> Reply.json(201, organization(request.json().path("name").asText())));
    service.on("GET /organizations/" + ACME, _ -> Reply.json(200, organization("Acme")));
    service.on(
        "GET /organizations/" + ACME + "/members",
        _ ->
            Reply.json(
                200,
                List.of(
                    Map.of(
                        "user_id", AuthDouble.ADA_ID,
                        "role", "owner",
                        "joined_at", "2026-11-01T00:00:00Z"))));
    service.on("GET /projects", _ -> Reply.json(200, List.of(project("shop"))));
    service.on("GET /projects/" + SHOP, _ -> Reply.json(200, project("shop")));
    service.on(
        "PATCH /projects/" + SHOP,
        request -> Reply.json(200, project(request.json().path("name").asText())));
    service.on("GET /rights", OrgDouble::rights);
    service.on("POST /rights", OrgDouble::rightsOfMany);
    service.on("POST /acceptances", this::accept);
    service.on("POST /idempotency-claims", this::claim);
    service.on("POST /acceptances/[0-9a-z-]+/sent", _ -> Reply.empty(204));
  }

  /** Where it answers. */
  public ServiceDouble service() {
    return service;
  }

  private Reply accept(Asked request) {
    var body = request.json();
    String organization = body.path("organization").asText(ACME);
    if (!organization.equals(ACME) || !body.path("project").asText(SHOP).equals(SHOP)) {
      return Reply.problem(404, "not_found", "There is no such project");
    }
    var idempotency = body.path("idempotency");
    if (!idempotency.isObject()) {
      return Reply.json(202, promise(body));
    }
    String key = idempotency.path("scope").asText() + idempotency.path("key").asText();
    var before = keys.putIfAbsent(key, idempotency);
    if (before != null && !before.equals(idempotency)) {
      return Reply.problem(409, "idempotency_key_reused", "The key was used with another request");
    }
    boolean replayed = before != null;
    var answer = new HashMap<>(answers.computeIfAbsent(key, _ -> promise(body)));
    answer.put("replayed", replayed);
    if (replayed) {
      answer.remove("message");
      answer.put("position", "commands.critical-0-7");
    }
    return Reply.json(202, answer);
  }

  private Reply claim(Asked request) {
    String key =
        request.headers().get("rickyard-idempotency-scope")
            + request.headers().get("idempotency-key");
    String fingerprint = request.headers().get("rickyard-idempotency-fingerprint");
    var claim = ContractJson.mapper().createObjectNode().put("fingerprint", fingerprint);
    var before = keys.putIfAbsent(key, claim.set("claim", request.json()));
    if (before == null) {
      return Reply.json(200, request.json());
    }
    return before.path("fingerprint").asText().equals(fingerprint)
        ? Reply.json(200, before.path("claim"))
        : Reply.problem(409, "idempotency_key_reused", "The key was used with another request");
  }

  private static Map<String, Object> promise(JsonNode body) {
    var task = TaskId.next().toString();
    Map<String, Object> promise = new HashMap<>();
    promise.put("task_id", task);
    promise.put("organization", ACME);
    promise.put("replayed", false);
    promise.put("outbox_id", "4711");
    if (body.path("type").asText().startsWith("stack.")) {
      promise.put("project", project(body.path("input").path("name").asText("shop")));
    }
    promise.put(
        "message",
        Map.of(
            "topic",
            "rickyard.commands.critical",
            "key",
            SHOP,
            "headers",
            Map.of("rickyard-signature", "org:signature"),
            "value",
            Base64.getEncoder()
                .encodeToString(("command of " + task).getBytes(StandardCharsets.UTF_8))));
    return promise;
  }

  private static Reply rights(Asked request) {
    boolean known =
        request.query().equals("organization=" + ACME) || request.query().equals("project=" + SHOP);
    if (!known) {
      return Reply.problem(404, "not_found", "There is no such organization");
    }
    boolean ben = request.headers().getOrDefault("authorization", "").endsWith(AuthDouble.BEN_ID);
    return Reply.json(200, Map.of("organization", ACME, "role", ben ? "member" : "owner"));
  }

  private static Reply rightsOfMany(Asked request) {
    var known = new ArrayList<Map<String, String>>();
    request
        .json()
        .path("organizations")
        .forEach(id -> {
          if (id.asText().equals(ACME)) {
            known.add(Map.of("organization", ACME, "role", "owner"));
          }
        });
    return Reply.json(200, known);
  }

  private static Map<String, Object> organization(String name) {
    return Map.of(
        "id",
        ACME,
        "slug",
        ACME,
        "name",
        name,
        "role",
        "owner",
        "created_at",
        "2026-11-01T00:00:00Z");
  }

  /** The project under a policy. */
  public static Map<String, Object> project(String name, JsonNode driftPolicy) {
    var project = new HashMap<>(project(name));
    project.put("drift_policy", driftPolicy);
    return project;
  }

  private static Map<String, Object> project(String name) {
    return Map.of(
        "ref",
        SHOP,
        "number",
        7,
        "organization",
        ACME,
        "name",
        name,
        "region",
        "eu-central-1",
        "profile",
        "database",
        "desired",
        "active",
        "generation",
        1,
        "created_at",
        "2026-11-01T00:00:00Z");
  }
}
