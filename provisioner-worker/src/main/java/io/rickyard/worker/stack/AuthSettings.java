package io.rickyard.worker.stack;

import io.rickyard.contracts.setting.SettingSection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What settings of the auth service mean for other parts of a stack than that service. */
public final class AuthSettings {

  /** What the key is called that a project is known by to SAML providers. */
  static final String SAML_KEY = "saml_private_key";

  private static final String SAML = "saml_enabled";
  private static final String TEMPLATE = "mailer_templates_";
  private static final String CONTENT = "_content";

  private AuthSettings() {}

  /** The texts of mails that a project chose, by the kind of mail. */
  public static SortedMap<String, String> mailTemplates(StackSettings settings) {
    var templates = new TreeMap<String, String>();
    settings
        .of(SettingSection.AUTH)
        .forEach((name, text) -> {
          if (isMailTemplate(name)) {
            templates.put(kind(name), text);
          }
        });
    return templates;
  }

  /** Whether a setting is the text of a kind of mail. */
  public static boolean isMailTemplate(String setting) {
    return setting.startsWith(TEMPLATE) && setting.endsWith(CONTENT);
  }

  /** Which kind of mail such a setting is about. */
  public static String kind(String mailTemplate) {
    return mailTemplate.substring(TEMPLATE.length(), mailTemplate.length() - CONTENT.length());
  }

  /** The secrets that a project needs from these settings on, if it has not got them yet. */
  public static Set<String> neededSecrets(StackSettings settings) {
    return settings.find(SettingSection.AUTH, SAML).filter("true"::equals).isPresent()
        ? Set.of(SAML_KEY)
        : Set.of();
  }
}
