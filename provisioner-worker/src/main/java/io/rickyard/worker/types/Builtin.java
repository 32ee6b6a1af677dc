package io.rickyard.worker.types;

import java.util.List;

/** Types that are there in every file. */
final class Builtin {

  static final TsType NEVER = new TsType.Name("never");
  static final TsType NULL = new TsType.Name("null");
  static final TsType NUMBER = new TsType.Name("number");
  static final TsType STRING = new TsType.Name("string");
  static final TsType BOOLEAN = new TsType.Name("boolean");
  static final TsType UNDEFINED = new TsType.Name("undefined");
  static final TsType UNKNOWN = new TsType.Name("unknown");
  static final TsType JSON = new TsType.Reference("Json", List.of());
  static final TsType RECORD = new TsType.Reference("Record", List.of("string", "unknown"));

  private Builtin() {}
}
