package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNullElseGet;

import io.rickyard.contracts.setting.SettingSection;
import java.util.Locale;
import java.util.Map;

/**
 * What a service's container is told of a setting.
 *
 * <p>GoTrue has a variable for each setting of the Management API, of the same name but for a few;
 * where the API has seconds or hours, it wants Go's durations. PostgREST, storage, realtime and the
 * pooler have names of their own. From each one's documentation of its environment.
 *
 * @param name the variable's
 * @param value the variable's
 */
record ServiceVariable(String name, String value) {

  private static final String GOTRUE = "GOTRUE_";

  /** The unit that the Management API means, where GoTrue wants it said. */
  private static final Map<String, String> UNITS =
      Map.of(
          "smtp_max_frequency", "s",
          "sms_max_frequency", "s",
          "mfa_phone_max_frequency", "s",
          "api_max_request_duration", "s",
          "sessions_timebox", "h",
          "sessions_inactivity_timeout", "h");

  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry(
              "auth:refresh_token_rotation_enabled",
              "GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED"),
          Map.entry("postgrest:db_schema", "PGRST_DB_SCHEMAS"),
          Map.entry("postgrest:max_rows", "PGRST_DB_MAX_ROWS"),
          Map.entry("postgrest:db_extra_search_path", "PGRST_DB_EXTRA_SEARCH_PATH"),
          Map.entry("postgrest:db_pool", "PGRST_DB_POOL"),
          Map.entry("postgrest:db_pool_acquisition_timeout", "PGRST_DB_POOL_ACQUISITION_TIMEOUT"),
          Map.entry("postgrest:db_pool_max_lifetime", "PGRST_DB_POOL_MAX_LIFETIME"),
          Map.entry("postgrest:db_pool_max_idletime", "PGRST_DB_POOL_MAX_IDLETIME"),
          Map.entry("pooler:default_pool_size", "POOLER_DEFAULT_POOL_SIZE"),
          Map.entry("storage:fileSizeLimit", "FILE_SIZE_LIMIT"),
          Map.entry("storage:features.imageTransformation.enabled", "ENABLE_IMAGE_TRANSFORMATION"),
          Map.entry("storage:features.s3Protocol.enabled", "S3_PROTOCOL_ENABLED"),
          Map.entry("realtime:max_concurrent_users", "TENANT_MAX_CONCURRENT_USERS"),
          Map.entry("realtime:max_events_per_second", "TENANT_MAX_EVENTS_PER_SECOND"),
          Map.entry("realtime:max_bytes_per_second", "TENANT_MAX_BYTES_PER_SECOND"),
          Map.entry("realtime:max_channels_per_client", "TENANT_MAX_CHANNELS_PER_CLIENT"),
          Map.entry("realtime:max_joins_per_second", "TENANT_MAX_JOINS_PER_SECOND"));

  static ServiceVariable of(SettingSection section, String setting, String value) {
    var name =
        requireNonNullElseGet(
            OTHER_NAMES.get(section.wireName() + ":" + setting), () -> named(section, setting));
    return new ServiceVariable(name, value + unit(section, setting));
  }

  private static String unit(SettingSection section, String setting) {
    return section == SettingSection.AUTH ? UNITS.getOrDefault(setting, "") : "";
  }

  private static String named(SettingSection section, String setting) {
    if (section != SettingSection.AUTH) {
      throw new IllegalStateException(
          "No variable is known for %s of %s".formatted(setting, section.wireName()));
    }
    return GOTRUE + setting.toUpperCase(Locale.ROOT);
  }
}
