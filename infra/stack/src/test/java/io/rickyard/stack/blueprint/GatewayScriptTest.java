package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.stack.StackProfile;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.ThreeArgFunction;
import org.luaj.vm2.lib.TwoArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * The scripts of both gateways, run as they are rendered, against objects with the functions that
 * Kong's plug-in development kit and Envoy's Lua filter offer them.
 */
class GatewayScriptTest {

  private static final StackInputs INPUTS = Inputs.of(Inputs.PROJECT);
  private static final String ANON = secret("anon_key");
  private static final String SERVICE = secret("service_key");
  private static final String PUBLISHABLE = secret("publishable_key");
  private static final String SECRET = secret("secret_key");
  private static final String USER = "Bearer user.session.token";

  private static String secret(String name) {
    return Objects.requireNonNull(INPUTS.secrets().get(name));
  }

  /** A request as a gateway's script leaves it, or the status it is refused with. */
  record Outcome(Map<String, String> headers, @Nullable String refused) {}

  private static Map<String, String> headers(String... namesAndValues) {
    var headers = new HashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  static Stream<Arguments> translations() {
    return Stream.of(
        // a user's own token passes
        Arguments.of(
            "/rest/v1/t", headers("apikey", ANON, "authorization", USER), "authorization", USER),
        // a legacy key becomes the token it is
        Arguments.of("/rest/v1/t", headers("apikey", ANON), "authorization", "Bearer " + ANON),
        // an opaque key becomes the token of its role
        Arguments.of(
            "/rest/v1/t", headers("apikey", PUBLISHABLE), "authorization", "Bearer " + ANON),
        Arguments.of("/rest/v1/t", headers("apikey", SECRET), "authorization", "Bearer " + SERVICE),
        // also where the client put it in as a bearer token
        Arguments.of(
            "/rest/v1/t",
            headers("apikey", PUBLISHABLE, "authorization", "Bearer " + PUBLISHABLE),
            "authorization",
            "Bearer " + ANON),
        Arguments.of(
            "/storage/v1/b",
            headers("authorization", "Bearer " + SECRET),
            "authorization",
            "Bearer " + SERVICE),
        // S3 clients sign
        Arguments.of(
            "/storage/v1/s3/b",
            headers("authorization", "AWS4-HMAC-SHA256 Credential=x"),
            "authorization",
            "AWS4-HMAC-SHA256 Credential=x"),
        // an empty one is taken away
        Arguments.of("/storage/v1/b", headers("authorization", ""), "authorization", null),
        Arguments.of("/storage/v1/b", headers(), "authorization", null),
        // keys in the address, for WebSocket
        Arguments.of("/realtime/v1/websocket?apikey=" + ANON, headers(), "x-api-key", ANON),
        Arguments.of(
            "/realtime/v1/websocket?vsn=1.0.0&apikey=" + PUBLISHABLE, headers(), "x-api-key", ANON),
        Arguments.of(
            "/realtime/v1/api/broadcast",
            headers("apikey", SECRET),
            "authorization",
            "Bearer " + SERVICE),
        // functions: vouched for by the gateway alone
        Arguments.of("/functions/v1/f", headers("sb-api-key", "mine"), "sb-api-key", null),
        Arguments.of("/functions/v1/f", headers("apikey", SECRET), "sb-api-key", SECRET),
        Arguments.of(
            "/functions/v1/f", headers("apikey", "sb_secret_of_another"), "sb-api-key", null),
        Arguments.of(
            "/functions/v1/f",
            headers("apikey", ANON, "authorization", USER),
            "authorization",
            USER));
  }

  @ParameterizedTest
  @MethodSource("translations")
  void bothTranslateAKeyAlike(
      String path, Map<String, String> headers, String name, @Nullable String value) {
    assertThat(kong(path, headers).headers().get(name)).as("Kong").isEqualTo(value);
    assertThat(envoy(path, headers).refused()).isNull();
    assertThat(envoy(path, headers).headers().get(name)).as("Envoy").isEqualTo(value);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("/rest/v1/t", headers(), "401"),
        Arguments.of("/rest/v1/t", headers("apikey", ""), "401"),
        Arguments.of("/rest/v1/t", headers("authorization", "Bearer " + SERVICE), "401"),
        Arguments.of("/rest/v1/t", headers("apikey", ANON + "x"), "401"),
        Arguments.of("/rest/v1/t?apikey=wrong", headers(), "401"),
        Arguments.of("/rest/v1/t?x_apikey=" + ANON, headers(), "401"),
        Arguments.of("/realtime/v1/websocket", headers(), "401"),
        Arguments.of("/pg/tables", headers(), "401"),
        Arguments.of("/pg/tables", headers("apikey", ANON), "403"),
        Arguments.of("/pg/tables", headers("apikey", PUBLISHABLE), "403"),
        Arguments.of("/pg/tables", headers("apikey", SERVICE), null),
        Arguments.of("/pg/tables", headers("apikey", SECRET), null),
        Arguments.of("/rest/v1/t?apikey=" + ANON, headers(), null),
        Arguments.of("/auth/v1/verify?token=1", headers(), null),
        Arguments.of("/project/default", headers(), "401"),
        Arguments.of("/project/default", headers("authorization", "Basic eDp5"), "401"),
        Arguments.of("/project/default", headers("apikey", SECRET), "401"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void envoyLetsThroughWhoMayPass(
      String path, Map<String, String> headers, @Nullable String status) {
    assertThat(envoy(path, headers).refused()).isEqualTo(status);
  }

  @Test
  void studioIsShownToWhoKnowsThePasswordAndDoesNotSeeIt() {
    // given
    var authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("supabase:" + secret("dashboard_password")).getBytes(UTF_8));

    // when
    var outcome = envoy("/project/default", headers("authorization", authorization));

    // then
    assertThat(outcome).isEqualTo(new Outcome(Map.of(":path", "/project/default"), null));
  }

  private static final String SECOND = "sb_secret_second_12345678";
  private static final String SECOND_TOKEN = "token.of.second";

  /** The default keys are gone, one for servers has come, and the signed ones are no keys. */
  private static StackInputs changed() {
    var key =
        new StackContents.OpaqueKey(
            "second", StackContents.OpaqueKey.Kind.SECRET, SECOND, SECOND_TOKEN);
    return new StackInputs(
        INPUTS.settings(),
        INPUTS.secrets(),
        INPUTS.images(),
        new StackContents(List.of(key), false, new TreeMap<>(), new TreeMap<>()));
  }

  static Stream<Arguments> afterTheChange() {
    return Stream.of(
        Arguments.of("/rest/v1/t", headers("apikey", SECRET), true),
        Arguments.of("/rest/v1/t", headers("apikey", PUBLISHABLE), true),
        Arguments.of("/rest/v1/t", headers("apikey", ANON), true),
        Arguments.of("/rest/v1/t?apikey=" + SERVICE, headers(), true),
        Arguments.of("/pg/tables", headers("apikey", SECOND), false),
        Arguments.of("/rest/v1/t", headers("apikey", SECOND, "authorization", USER), false),
        Arguments.of(
            "/rest/v1/t", headers("apikey", SECOND, "authorization", "Bearer " + SERVICE), true),
        Arguments.of("/storage/v1/b", headers("authorization", "Bearer " + SERVICE), true),
        Arguments.of("/storage/v1/b", headers("authorization", USER), false),
        Arguments.of("/functions/v1/f", headers("authorization", "bearer " + ANON), true),
        Arguments.of("/functions/v1/f", headers("apikey", SECOND), false));
  }

  @ParameterizedTest
  @MethodSource("afterTheChange")
  void whatIsNoKeyAnyMoreOpensNothing(String path, Map<String, String> headers, boolean refused) {
    assertThat(envoy(changed(), path, headers).refused())
        .as("Envoy")
        .isEqualTo(refused ? "401" : null);
    assertThat(kong(changed(), path, headers).refused())
        .as("Kong")
        .isEqualTo(refused ? "401" : null);
  }

  @Test
  void aKeyStandsForItsOwnToken() {
    var request = headers("apikey", SECOND);

    assertThat(kong(changed(), "/rest/v1/t", request).headers())
        .containsEntry("authorization", "Bearer " + SECOND_TOKEN);
    assertThat(envoy(changed(), "/rest/v1/t", request).headers())
        .containsEntry("authorization", "Bearer " + SECOND_TOKEN);
  }

  private static JsonNode configuration(String release, StackInputs inputs) {
    var plan = Blueprints.shipped().release(release).render(StackProfile.FULL, inputs);
    try {
      return new JsonMapper()
          .readTree(plan.service("gateway").orElseThrow().files().getFirst().content());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Outcome kong(String path, Map<String, String> sent) {
    return kong(INPUTS, path, sent);
  }

  private static Outcome envoy(String path, Map<String, String> sent) {
    return envoy(INPUTS, path, sent);
  }

  /** Whether Kong's own plug-in finds the key among the consumers' credentials. */
  private static boolean known(
      JsonNode configuration, JsonNode service, String path, Map<String, String> sent) {
    if (service.findValuesAsText("name").stream().noneMatch("key-auth"::equals)) {
      return true;
    }
    var key = sent.getOrDefault("apikey", query(path).getOrDefault("apikey", ""));
    return configuration.at("/consumers").findValuesAsText("key").contains(key);
  }

  /** Runs the script of the route of a path, as Kong does after its own plug-ins let it pass. */
  private static Outcome kong(StackInputs inputs, String path, Map<String, String> sent) {
    JsonNode best = null;
    var length = 0;
    var configuration = configuration("2026.08-kong", inputs);
    for (var service : configuration.at("/services")) {
      var prefix = service.at("/routes/0/paths/0").asText();
      if (path.startsWith(prefix) && prefix.length() > length) {
        best = service;
        length = prefix.length();
      }
    }
    var headers = new HashMap<>(sent);
    var request = new LuaTable();
    request.set("get_header", oneArgument(name -> nil(headers.get(name))));
    request.set("get_query_arg", oneArgument(name -> nil(query(path).get(name))));
    var upstream = new LuaTable();
    upstream.set(
        "set_header",
        new TwoArgFunction() {
          @Override
          public LuaValue call(LuaValue name, LuaValue value) {
            headers.put(name.checkjstring(), value.checkjstring());
            return NIL;
          }
        });
    upstream.set(
        "clear_header",
        oneArgument(name -> {
          headers.remove(name);
          return LuaValue.NIL;
        }));
    var refused = new String[1];
    var response = new LuaTable();
    response.set(
        "exit",
        new TwoArgFunction() {
          @Override
          public LuaValue call(LuaValue status, LuaValue body) {
            refused[0] = status.tojstring();
            return NIL;
          }
        });
    var kong = new LuaTable();
    kong.set("response", response);
    var service = new LuaTable();
    kong.set("request", request);
    service.set("request", upstream);
    kong.set("service", service);
    var globals = JsePlatform.standardGlobals();
    globals.set("kong", kong);
    var script = Objects.requireNonNull(best).findValue("access");
    if (!known(configuration, best, path, sent)) {
      return new Outcome(headers, "401");
    }
    globals.load(script.get(0).asText()).call();
    return new Outcome(headers, refused[0]);
  }

  /** Runs the one script of Envoy with what the route of a path says. */
  private static Outcome envoy(StackInputs inputs, String path, Map<String, String> sent) {
    var configuration = configuration("2026.08-envoy", inputs);
    JsonNode rules = null;
    for (var route : configuration.findValue("virtual_hosts").at("/0/routes")) {
      if (rules == null && path.startsWith(route.at("/match/prefix").asText())) {
        rules = route.at("/metadata/filter_metadata/envoy.filters.http.lua");
      }
    }
    var globals = JsePlatform.standardGlobals();
    globals
        .load(configuration.findValue("default_source_code").at("/inline_string").asText())
        .call();
    return run(globals, Objects.requireNonNull(rules), path, sent);
  }

  private static Outcome run(
      Globals globals, JsonNode rules, String path, Map<String, String> sent) {
    var headers = new HashMap<>(sent);
    headers.put(":path", path);
    var refused = new String[1];
    var table = new LuaTable();
    table.set("get", method(name -> nil(headers.get(name))));
    table.set(
        "remove",
        method(name -> {
          headers.remove(name);
          return LuaValue.NIL;
        }));
    table.set(
        "replace",
        new ThreeArgFunction() {
          @Override
          public LuaValue call(LuaValue self, LuaValue name, LuaValue value) {
            headers.put(name.checkjstring(), value.checkjstring());
            return NIL;
          }
        });
    var metadata = new LuaTable();
    metadata.set("get", method(name -> nil(rules.path(name).asText(null))));
    var handle = new LuaTable();
    handle.set("headers", oneArgument(_ -> table));
    handle.set("metadata", oneArgument(_ -> metadata));
    handle.set(
        "respond",
        new ThreeArgFunction() {
          @Override
          public LuaValue call(LuaValue self, LuaValue answer, LuaValue body) {
            refused[0] = answer.get(":status").checkjstring();
            return NIL;
          }
        });
    globals.get("envoy_on_request").call(handle);
    return new Outcome(headers, refused[0]);
  }

  private static Map<String, String> query(String path) {
    var parameters = new HashMap<String, String>();
    if (path.contains("?")) {
      for (var parameter : path.substring(path.indexOf('?') + 1).split("&", -1)) {
        var parts = parameter.split("=", 2);
        parameters.put(parts[0], parts[1]);
      }
    }
    return parameters;
  }

  private static LuaValue nil(@Nullable String text) {
    return text == null ? LuaValue.NIL : LuaValue.valueOf(text);
  }

  /** A call on something, as the script writes it with a colon or a dot. */
  @FunctionalInterface
  private interface Call {
    LuaValue with(String argument);
  }

  private static LuaValue oneArgument(Call call) {
    return new OneArgFunction() {
      @Override
      public LuaValue call(LuaValue argument) {
        return call.with(argument.tojstring());
      }
    };
  }

  private static LuaValue method(Call call) {
    return new TwoArgFunction() {
      @Override
      public LuaValue call(LuaValue self, LuaValue argument) {
        return call.with(argument.tojstring());
      }
    };
  }
}
