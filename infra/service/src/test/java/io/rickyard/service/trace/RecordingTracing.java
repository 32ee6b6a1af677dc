package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the spans that were begun, in their order. */
final class RecordingTracing implements Tracing {

  private final List<Recorded> begun = new ArrayList<>();

  /** A span, as far as it has come. */
  static final class Recorded implements Span {

    private final String name;
    private final List<TraceContext> causes;
    private final TraceContext context;
    private final Map<String, String> told = new LinkedHashMap<>();
    private @Nullable String failure;
    private int ends;

    private Recorded(String name, List<TraceContext> causes, TraceContext context) {
      this.name = name;
      this.causes = causes;
      this.context = context;
    }

    String name() {
      return name;
    }

    List<TraceContext> causes() {
      return causes;
    }

    Map<String, String> told() {
      return told;
    }

    Optional<String> failure() {
      return Optional.ofNullable(failure);
    }

    boolean endedOnce() {
      return ends == 1;
    }

    @Override
    public TraceContext context() {
      return context;
    }

    @Override
    public Span with(String attribute, @Nullable Object value) {
      if (value != null) {
        told.put(attribute, value.toString());
      }
      return this;
    }

    @Override
    public void rename(String other) {
      throw new UnsupportedOperationException("nothing tested here renames");
    }

    @Override
    public void fail(String code) {
      failure = code;
    }

    @Override
    public void end() {
      ends++;
    }
  }

  List<Recorded> begun() {
    return List.copyOf(begun);
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span begin(SpanKind kind, String name, @Nullable TraceContext parent) {
    return keep(name, parent == null ? List.of() : List.of(parent));
  }

  @Override
  public Span beginForMany(SpanKind kind, String name, List<TraceContext> causes) {
    return keep(name, causes);
  }

  private Span keep(String name, List<TraceContext> causes) {
    String id = "%016x".formatted(begun.size() + 1);
    var span =
        new Recorded(
            name,
            List.copyOf(causes),
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-" + id + "-01"));
    begun.add(span);
    return span;
  }

  @Override
  public void close() {}
}
