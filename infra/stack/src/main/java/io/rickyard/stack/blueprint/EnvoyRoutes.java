package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Envoy's bootstrap configuration (<a
 * href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto">API
 * v3</a>), with listener, routes and clusters in one file. What Kong does with plug-ins is done by
 * one script, which reads from each route's metadata what it has to do. Keys are compared; no token
 * is verified here, the services do that.
 */
final class EnvoyRoutes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TYPES = "type.googleapis.com/envoy.extensions.filters.";
  private static final String LUA = "envoy.filters.http.lua";
  private static final String CORS = "envoy.filters.http.cors";
  private static final String ROUTER = "envoy.filters.http.router";
  private static final int ADMIN_PORT = 9901;
  private static final int USUAL_DIRECT_RESPONSE = 4096;

  /** As nginx's "combined": what the log collector reads requests out of. */
  private static final String ACCESS_LOG =
      "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% - - [%START_TIME(%d/%b/%Y:%H:%M:%S %z)%]"
          + " \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\" %RESPONSE_CODE%"
          + " %BYTES_SENT% \"%REQ(REFERER)%\" \"%REQ(USER-AGENT)%\"\n";

  private static final String SCRIPT =
      """
      local function query_key(path)
        return path:match('[?&]apikey=([^&#]*)')
      end

      local function refuse(handle, status, message, challenge)
        local headers = {[':status'] = status, ['content-type'] = 'application/json'}
        if challenge then
          headers['www-authenticate'] = challenge
        end
        handle:respond(headers, '{"message":"' .. message .. '"}')
      end

      local function present(text)
        if text == nil or text == '' then
          return nil
        end
        return text
      end

      function envoy_on_request(handle)
        local headers = handle:headers()
        local rules = handle:metadata()
        local guard = rules:get('guard')
        local translation = rules:get('translation')
        local in_query = present(query_key(headers:get(':path')))
        local key = present(headers:get('apikey')) or in_query
        local shown = present(headers:get('authorization'))
        if (shown and void[shown:sub(8)]) or (key and void[key]) then
          return refuse(handle, '401', 'Legacy API keys are disabled')
        end
        if guard == 'key' or guard == 'admin_key' then
          if key == nil then
            return refuse(handle, '401', 'No API key found in request')
          end
          if groups[key] == nil then
            return refuse(handle, '401', 'Unauthorized')
          end
          if guard == 'admin_key' and groups[key] ~= 'admin' then
            return refuse(handle, '403', 'You cannot consume this service')
          end
        elseif guard == 'dashboard' then
          if headers:get('authorization') ~= dashboard then
            return refuse(handle, '401', 'Unauthorized', 'Basic realm="service"')
          end
          headers:remove('authorization')
        end
        if translation == 'authorization' then
          local authorization = present(headers:get('authorization'))
          if authorization == nil or authorization:sub(1, 10) == 'Bearer sb_' then
            key = key or (authorization and authorization:sub(8))
            if key == nil then
              headers:remove('authorization')
            else
              headers:replace('authorization', 'Bearer ' .. (tokens[key] or key))
            end
          end
        elseif translation == 'x_api_key' then
          key = in_query or key
          if key ~= nil then
            headers:replace('x-api-key', tokens[key] or key)
          end
        elseif translation == 'sb_api_key' then
          local sent = headers:get('apikey')
          headers:remove('sb-api-key')
          if sent ~= nil and tokens[sent] ~= nil then
            headers:replace('sb-api-key', sent)
          end
        end
      end
      """;

  private final Gateway gateway;

  private EnvoyRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  static String of(Gateway gateway) {
    var routes = new EnvoyRoutes(gateway);
    var root = JSON.objectNode();
    root.putObject("admin").set("address", address("127.0.0.1", ADMIN_PORT));
    var resources = root.putObject("static_resources");
    resources.putArray("listeners").add(routes.listener());
    var clusters = resources.putArray("clusters");
    gateway.routes().stream()
        .filter(route -> route.guard() != Route.Guard.REFUSED)
        .map(routes::cluster)
        .distinct()
        .forEach(clusters::add);
    return BlueprintJson.pretty(root);
  }

  private ObjectNode listener() {
    var listener = JSON.objectNode().put("name", "project");
    listener.set("address", address("0.0.0.0", Gateway.PORT));
    var manager =
        typed(
            listener.putArray("filter_chains").addObject().putArray("filters").addObject(),
            "envoy.filters.network.http_connection_manager",
            TYPES + "network.http_connection_manager.v3.HttpConnectionManager");
    manager.put("stat_prefix", "project");
    manager.put("normalize_path", true);
    manager.put("merge_slashes", true);
    manager.put("path_with_escaped_slashes_action", "REJECT_REQUEST");
    manager.put("use_remote_address", true);
    // Only the edge and the stack itself get here, and the edge strips what clients send.
    manager.put("xff_num_trusted_hops", 1);
    manager
        .putObject("common_http_protocol_options")
        .put("headers_with_underscores_action", "REJECT_REQUEST");
    manager.putArray("upgrade_configs").addObject().put("upgrade_type", "websocket");
    typed(
            manager.putArray("access_log").addObject(),
            "envoy.access_loggers.stdout",
            "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog")
        .putObject("log_format")
        .putObject("text_format_source")
        .put("inline_string", ACCESS_LOG);
    manager.set("route_config", routeConfig());
    manager.set("http_filters", filters());
    return listener;
  }

  private ArrayNode filters() {
    var filters = JSON.arrayNode();
    typed(filters.addObject(), CORS, TYPES + "http.cors.v3.Cors");
    typed(filters.addObject(), LUA, TYPES + "http.lua.v3.Lua")
        .putObject("default_source_code")
        .put("inline_string", script());
    typed(filters.addObject(), ROUTER, TYPES + "http.router.v3.Router");
    return filters;
  }

  /** The script with the project's keys before it. */
  String script() {
    return """
    local tokens = %s
    local void = %s
    local groups = %s
    local dashboard = '%s'

    """
            .formatted(
                gateway.tokensByKey(),
                gateway.voidTokens(),
                groups(),
                gateway.dashboardAuthorization())
        + SCRIPT;
  }

  private String groups() {
    return Gateway.table(
        Stream.concat(
            gateway.browserKeys().stream().map(key -> Gateway.entry(key, "'anon'")),
            gateway.serverKeys().stream().map(key -> Gateway.entry(key, "'admin'"))));
  }

  private ObjectNode routeConfig() {
    var config = JSON.objectNode().put("name", "project");
    var hosts = config.putArray("virtual_hosts");
    var host = hosts.addObject().put("name", "project");
    host.putArray("domains").add("*");
    var routes = host.putArray("routes");
    // Envoy takes the first that matches, so the longest comes first.
    gateway.routes().stream()
        .sorted(Comparator.comparingInt((Route route) -> route.path().length()).reversed())
        .forEach(route -> routes.add(route(route)));
    if (!gateway.contents().mailTemplates().isEmpty()) {
      mailTemplates(hosts.addObject());
    }
    int longest = longestAnswer();
    if (longest > USUAL_DIRECT_RESPONSE) {
      config.put("max_direct_response_body_size_bytes", longest);
    }
    return config;
  }

  private void mailTemplates(ObjectNode host) {
    host.put("name", MailTemplates.HOST);
    host.putArray("domains").add(MailTemplates.HOST).add(MailTemplates.HOST + ":" + Gateway.PORT);
    var routes = host.putArray("routes");
    gateway
        .contents()
        .mailTemplates()
        .forEach((name, text) -> routes.add(mailTemplate(name, text)));
  }

  /** Envoy takes no longer answer of its own than it is told, in bytes. */
  private int longestAnswer() {
    return Stream.concat(
            gateway.contents().mailTemplates().values().stream(),
            gateway.routes().stream().map(gateway::published).flatMap(Optional::stream))
        .mapToInt(text -> text.getBytes(UTF_8).length)
        .reduce(USUAL_DIRECT_RESPONSE, Math::max);
  }

  private static ObjectNode mailTemplate(String name, String text) {
    var entry = JSON.objectNode().put("name", MailTemplates.HOST + "-" + name);
    entry.putObject("match").put("path", MailTemplates.path(name, text));
    entry
        .putObject("direct_response")
        .put("status", 200)
        .putObject("body")
        .put("inline_string", text);
    header(entry.putArray("response_headers_to_add"), "content-type", MailTemplates.CONTENT_TYPE);
    return entry;
  }

  private ObjectNode route(Route route) {
    var entry = JSON.objectNode().put("name", route.name());
    entry.putObject("match").put("prefix", route.path());
    entry
        .putObject("metadata")
        .putObject("filter_metadata")
        .putObject(LUA)
        .put("guard", route.guard().name().toLowerCase(Locale.ROOT))
        .put("translation", route.translation().name().toLowerCase(Locale.ROOT));
    if (!route.sameOrigin()) {
      cors(entry.putObject("typed_per_filter_config").putObject(CORS));
    }
    if (route.guard() == Route.Guard.REFUSED) {
      return answered(entry, 403, "{\"message\":\"Access is forbidden.\"}");
    }
    var published = gateway.published(route);
    if (published.isPresent()) {
      return answered(entry, 200, published.get());
    }
    entry
        .putObject("route")
        .put("cluster", route.upstreamHost())
        .put("prefix_rewrite", route.to())
        .put("host_rewrite_literal", route.upstreamHost())
        .put("append_x_forwarded_host", true)
        .put("timeout", "0s")
        .put("idle_timeout", route.idleTimeout().toSeconds() + "s");
    var adds = entry.putArray("request_headers_to_add");
    header(adds, "x-forwarded-prefix", route.path());
    route.adds().forEach((name, value) -> header(adds, name, value));
    return entry;
  }

  private static ObjectNode answered(ObjectNode entry, int status, String body) {
    entry
        .putObject("direct_response")
        .put("status", status)
        .putObject("body")
        .put("inline_string", body);
    header(entry.putArray("response_headers_to_add"), "content-type", "application/json");
    return entry;
  }

  private static void header(ArrayNode headers, String name, String value) {
    var header = headers.addObject().put("append_action", "OVERWRITE_IF_EXISTS_OR_ADD");
    header.putObject("header").put("key", name).put("value", value);
  }

  private static void cors(ObjectNode policy) {
    policy.put("@type", TYPES + "http.cors.v3.CorsPolicy");
    policy
        .putArray("allow_origin_string_match")
        .addObject()
        .putObject("safe_regex")
        .put("regex", ".*");
    policy.put("allow_methods", "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT");
    // The asterisk does not mean authorization (Fetch, CORS-preflight).
    policy.put("allow_headers", "authorization,*");
    policy.put("expose_headers", "*");
    policy.put("max_age", "3600");
  }

  private ObjectNode cluster(Route route) {
    var name = route.upstreamHost();
    var cluster = JSON.objectNode().put("name", name).put("type", "STRICT_DNS");
    cluster.put("connect_timeout", "5s");
    cluster
        .putObject("load_assignment")
        .put("cluster_name", name)
        .putArray("endpoints")
        .addObject()
        .putArray("lb_endpoints")
        .addObject()
        .putObject("endpoint")
        .set("address", address(name, gateway.port(route)));
    return cluster;
  }

  private static ObjectNode address(String host, int port) {
    var address = JSON.objectNode();
    address.putObject("socket_address").put("address", host).put("port_value", port);
    return address;
  }

  private static ObjectNode typed(ObjectNode entry, String name, String type) {
    return entry.put("name", name).putObject("typed_config").put("@type", type);
  }
}
