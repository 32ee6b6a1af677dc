package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.StackContents.OpaqueKey;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What studio opens the project's gateway with. */
class OpeningKeysTest {

  private static final StackInputs INPUTS = Inputs.of(Inputs.PROJECT);
  private static final OpaqueKey PUBLISHABLE =
      new OpaqueKey("web", OpaqueKey.Kind.PUBLISHABLE, "sb_publishable_web", "token");
  private static final OpaqueKey SECRET =
      new OpaqueKey("jobs", OpaqueKey.Kind.SECRET, "sb_secret_jobs", "token");

  private static String told(String variable, List<OpaqueKey> keys, boolean legacyKeys) {
    var contents = new StackContents(keys, legacyKeys, new TreeMap<>(), new TreeMap<>());
    var environment =
        Blueprints.shipped()
            .release("2026.08-envoy")
            .render(
                StackProfile.FULL,
                new StackInputs(INPUTS.settings(), INPUTS.secrets(), INPUTS.images(), contents))
            .service("studio")
            .orElseThrow()
            .environment();
    return requireNonNull(environment.get(variable)).text();
  }

  @Test
  void areTheLegacyKeysAsLongAsTheyOpen() {
    var keys = List.of(PUBLISHABLE, SECRET);
    assertThat(told("SUPABASE_ANON_KEY", keys, true)).isEqualTo(INPUTS.secrets().get("anon_key"));
    assertThat(told("SUPABASE_SERVICE_KEY", keys, true))
        .isEqualTo(INPUTS.secrets().get("service_key"));
  }

  @Test
  void areOpaqueOnceTheLegacyKeysAreDisabled() {
    var keys = List.of(SECRET, PUBLISHABLE);
    assertThat(told("SUPABASE_ANON_KEY", keys, false)).isEqualTo("sb_publishable_web");
    assertThat(told("SUPABASE_SERVICE_KEY", keys, false)).isEqualTo("sb_secret_jobs");
  }

  @Test
  void stayAsTheyAreWhereNoneOpens() {
    assertThat(told("SUPABASE_SERVICE_KEY", List.of(PUBLISHABLE), false))
        .isEqualTo(INPUTS.secrets().get("service_key"));
  }
}
