package io.rickyard.stack.blueprint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Kong's declarative configuration (format 3.0, <a
 * href="https://developer.konghq.com/gateway/db-less-mode/">DB-less mode</a>). Keys are compared
 * with its consumers' credentials; no token is verified here, the services do that.
 */
final class KongRoutes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String BROWSERS = "anon";
  private static final String SERVERS = "admin";
  private static final String TERMINATION = "request-termination";

  /** Where a plug-in answers; Kong only wants an address. */
  private static final String NOWHERE = "http://127.0.0.1:" + Gateway.PORT;

  /** Services that check tokens themselves would go on taking what is no key any more. */
  private static final String REFUSAL =
      """
      local shown = kong.request.get_header('authorization')
      local given = kong.request.get_header('apikey') or kong.request.get_query_arg('apikey')
      if (shown and void[shown:sub(8)]) or (given and void[given]) then
        return kong.response.exit(401, {message = 'Legacy API keys are disabled'})
      end
      """;

  private final Gateway gateway;

  private KongRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  static String of(Gateway gateway) {
    var routes = new KongRoutes(gateway);
    var root = JSON.objectNode().put("_format_version", "3.0").put("_transform", true);
    root.set("consumers", routes.consumers());
    var services = root.putArray("services");
    gateway.routes().forEach(route -> services.add(routes.service(route)));
    gateway
        .contents()
        .mailTemplates()
        .forEach((name, text) -> services.add(mailTemplate(name, text)));
    return BlueprintJson.pretty(root);
  }

  private ArrayNode consumers() {
    var dashboard = JSON.objectNode().put("username", "dashboard");
    dashboard
        .putArray("basicauth_credentials")
        .addObject()
        .put("username", gateway.dashboardUser())
        .put("password", gateway.dashboardPassword());
    return JSON.arrayNode()
        .add(consumer("anon", BROWSERS, gateway.browserKeys()))
        .add(consumer("service_role", SERVERS, gateway.serverKeys()))
        .add(dashboard);
  }

  private static ObjectNode consumer(String name, String group, List<String> keys) {
    var consumer = JSON.objectNode().put("username", name);
    var credentials = consumer.putArray("keyauth_credentials");
    keys.forEach(key -> credentials.addObject().put("key", key));
    consumer.putArray("acls").addObject().put("group", group);
    return consumer;
  }

  private ObjectNode service(Route route) {
    var service = JSON.objectNode().put("name", route.name());
    if (route.guard() == Route.Guard.REFUSED || gateway.published(route).isPresent()) {
      service.put("url", NOWHERE);
    } else {
      service
          .put(
              "url",
              "http://%s:%d%s".formatted(route.upstreamHost(), gateway.port(route), route.to()))
          .put("read_timeout", route.idleTimeout().toMillis())
          .put("write_timeout", route.idleTimeout().toMillis());
    }
    var entry = service.putArray("routes").addObject().put("name", route.name());
    entry.put("strip_path", true);
    entry.put("request_buffering", !route.streams());
    entry.put("response_buffering", !route.streams());
    entry.putArray("paths").add(route.path());
    service.set("plugins", plugins(route));
    return service;
  }

  private static ObjectNode mailTemplate(String name, String text) {
    var service =
        JSON.objectNode().put("name", MailTemplates.HOST + "-" + name).put("url", NOWHERE);
    var entry = service.putArray("routes").addObject().put("name", MailTemplates.HOST + "-" + name);
    entry.putArray("hosts").add(MailTemplates.HOST);
    entry.putArray("paths").add(MailTemplates.path(name, text));
    plugin(service.putArray("plugins"), TERMINATION)
        .put("status_code", 200)
        .put("content_type", MailTemplates.CONTENT_TYPE)
        .put("body", text);
    return service;
  }

  private ArrayNode plugins(Route route) {
    var plugins = JSON.arrayNode();
    if (!route.sameOrigin()) {
      plugins.addObject().put("name", "cors");
    }
    guard(route, plugins);
    if (!route.adds().isEmpty()) {
      var headers = plugin(plugins, "request-transformer").putObject("add").putArray("headers");
      route.adds().forEach((name, value) -> headers.add(name + ":" + value));
    }
    gateway
        .published(route)
        .ifPresent(keys ->
            plugin(plugins, "request-termination")
                .put("status_code", 200)
                .put("content_type", "application/json")
                .put("body", keys));
    if (route.translation() != Route.Translation.NONE) {
      plugin(plugins, "post-function").putArray("access").add(script(route.translation()));
    }
    return plugins;
  }

  private static void guard(Route route, ArrayNode plugins) {
    switch (route.guard()) {
      case OPEN -> {}
      case KEY -> {
        key(plugins);
        groups(plugins).add(BROWSERS).add(SERVERS);
      }
      case ADMIN_KEY -> {
        key(plugins);
        groups(plugins).add(SERVERS);
      }
      case DASHBOARD -> plugin(plugins, "basic-auth").put("hide_credentials", true);
      case REFUSED ->
          plugin(plugins, TERMINATION)
              .put("status_code", 403)
              .put("message", "Access is forbidden.");
    }
  }

  private static void key(ArrayNode plugins) {
    plugin(plugins, "key-auth").put("hide_credentials", false).putArray("key_names").add("apikey");
  }

  private static ArrayNode groups(ArrayNode plugins) {
    return plugin(plugins, "acl").put("hide_groups_header", true).putArray("allow");
  }

  private static ObjectNode plugin(ArrayNode plugins, String name) {
    return plugins.addObject().put("name", name).putObject("config");
  }

  private String script(Route.Translation translation) {
    var tables =
        """
        local tokens = %s
        local void = %s
        """
            .formatted(gateway.tokensByKey(), gateway.voidTokens());
    return tables
        + REFUSAL
        + switch (translation) {
          case NONE -> "";
          case AUTHORIZATION ->
              """
              local authorization = kong.request.get_header('authorization')
              if authorization == nil or authorization == '' or authorization:sub(1, 10) == 'Bearer sb_' then
                local key = kong.request.get_header('apikey') or kong.request.get_query_arg('apikey')
                if type(key) ~= 'string' or key == '' then
                  key = authorization and authorization:sub(8) or ''
                end
                if key == '' then
                  kong.service.request.clear_header('authorization')
                else
                  kong.service.request.set_header('authorization', 'Bearer ' .. (tokens[key] or key))
                end
              end
              """;
          case X_API_KEY ->
              """
              local key = kong.request.get_query_arg('apikey') or kong.request.get_header('apikey')
              if type(key) == 'string' and key ~= '' then
                kong.service.request.set_header('x-api-key', tokens[key] or key)
              end
              """;
          case SB_API_KEY ->
              """
              local key = kong.request.get_header('apikey')
              kong.service.request.clear_header('sb-api-key')
              if key and tokens[key] then
                kong.service.request.set_header('sb-api-key', key)
              end
              """;
        };
  }
}
