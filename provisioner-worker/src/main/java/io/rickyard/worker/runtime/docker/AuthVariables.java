package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.stack.blueprint.MailTemplates;
import io.rickyard.stack.blueprint.PlannedValue;
import io.rickyard.worker.stack.AuthSettings;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What GoTrue is told of a project's settings. Most have a variable of their own; some have one
 * together, and the text of a mail is told by its address.
 */
final class AuthVariables {

  private static final String EXTERNAL_URL = "API_EXTERNAL_URL";
  private static final String CALLBACK = "/auth/v1/callback";
  private static final String POOL_SIZE = "db_max_pool_size";
  private static final String POOL_UNIT = "db_max_pool_size_unit";
  private static final String FURTHER_CLIENTS = "_additional_client_ids";
  private static final Pattern PROVIDER = Pattern.compile("external_([a-z0-9_]+)_enabled");

  private final Map<String, String> chosen;
  private final SortedMap<String, PlannedValue> variables = new TreeMap<>();

  private AuthVariables(Map<String, String> chosen) {
    this.chosen = chosen;
  }

  /** The service's variables with what the project chose. */
  static SortedMap<String, PlannedValue> of(
      SortedMap<String, PlannedValue> usual, Map<String, String> chosen) {
    var made = new AuthVariables(chosen);
    made.variables.putAll(usual);
    chosen.forEach(made::tell);
    made.tellFurtherClients();
    made.tellPool();
    made.tellCallbacks(usual.get(EXTERNAL_URL));
    return made.variables;
  }

  /** Whether a setting is told by more, or by something else, than a variable with its value. */
  static boolean isSpecial(String setting) {
    return AuthSettings.isMailTemplate(setting)
        || setting.endsWith(FURTHER_CLIENTS)
        || Set.of(POOL_SIZE, POOL_UNIT).contains(setting);
  }

  private void tell(String name, String value) {
    var setting = SettingList.of(SettingSection.AUTH).find(name);
    if (setting.isEmpty()) {
      return;
    }
    if (AuthSettings.isMailTemplate(name)) {
      var kind = AuthSettings.kind(name);
      put("mailer_templates_" + kind, MailTemplates.address(kind, value), false);
    } else if (!isSpecial(name)) {
      put(name, value, setting.get().secret());
    }
  }

  private void put(String setting, String value, boolean secret) {
    var variable = ServiceVariable.of(SettingSection.AUTH, setting, value);
    variables.put(variable.name(), new PlannedValue(variable.value(), secret));
  }

  /** GoTrue takes several ids where the first is the one it uses itself. */
  private void tellFurtherClients() {
    chosen.forEach((name, further) -> {
      if (name.endsWith(FURTHER_CLIENTS) && !further.isBlank()) {
        var id = name.substring(0, name.length() - FURTHER_CLIENTS.length()) + "_client_id";
        var first = chosen.getOrDefault(id, "");
        put(id, first.isBlank() ? further : first + "," + further, false);
      }
    });
  }

  /** A share of the database's connections has another variable than their number. */
  private void tellPool() {
    var size = chosen.get(POOL_SIZE);
    if (size != null) {
      put("percent".equals(chosen.get(POOL_UNIT)) ? "db_conn_percentage" : POOL_SIZE, size, false);
    }
  }

  /** Where providers send users back to: GoTrue refuses to use one without. */
  private void tellCallbacks(@Nullable PlannedValue externalUrl) {
    if (externalUrl == null) {
      return;
    }
    chosen.forEach((name, value) -> {
      var provider = PROVIDER.matcher(name);
      if (provider.matches() && value.equals("true") && isProvider(provider.group(1))) {
        put(
            "external_%s_redirect_uri".formatted(provider.group(1)),
            externalUrl.text() + CALLBACK,
            false);
      }
    });
  }

  private static boolean isProvider(String name) {
    return SettingList.of(SettingSection.AUTH)
        .find("external_%s_client_id".formatted(name))
        .isPresent();
  }
}
