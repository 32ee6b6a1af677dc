package io.rickyard.gateway.logsql;

import java.util.Arrays;
import java.util.Optional;

/** The hosted platform's names for what writes lines, and the services that do so here. */
public enum LogSource {
  EDGE("edge_logs", "gateway"),
  POSTGRES("postgres_logs", "db"),
  POSTGREST("postgrest_logs", "rest"),
  AUTH("auth_logs", "auth"),
  STORAGE("storage_logs", "storage"),
  REALTIME("realtime_logs", "realtime"),
  FUNCTION("function_logs", "functions"),
  SUPAVISOR("supavisor_logs", "pooler");

  private final String table;
  private final String service;

  LogSource(String table, String service) {
    this.table = table;
    this.service = service;
  }

  /** As clients call it. */
  public String table() {
    return table;
  }

  /** As stacks call it. */
  public String service() {
    return service;
  }

  static Optional<LogSource> ofService(String service) {
    return Arrays.stream(values()).filter(source -> source.service.equals(service)).findFirst();
  }
}
