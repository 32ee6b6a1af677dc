package io.rickyard.gateway.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.gateway.upstream.OwnToken;
import org.jspecify.annotations.Nullable;

/**
 * A hook as org-service is asked for it.
 *
 * @param token what the rule is limited to, as auth-service says it; org-service keeps it
 */
record HookOrder(
    String organization, String name, String provider, ObjectNode rule, @Nullable OwnToken token) {

  static HookOrder of(NewHook asked, @Nullable OwnToken token) {
    return new HookOrder(asked.organization(), asked.name(), asked.provider(), asked.rule(), token);
  }
}
