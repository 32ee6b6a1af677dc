package io.rickyard.worker.trace;

import io.rickyard.contracts.TraceContext;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanAttribute;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.service.trace.Tracing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what spans tell of their place and their outcome, a line for each. */
final class ToldTracing implements Tracing {

  static final String INTAKE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<Told> begun = new ArrayList<>();
  private final Map<TraceContext, String> names =
      new HashMap<>(Map.of(new TraceContext(INTAKE), "the intake"));

  private record Told(TraceContext context, List<String> words, String place) implements Span {

    @Override
    public Span with(String attribute, @Nullable Object value) {
      if (attribute.equals(SpanAttribute.ATTEMPT_OUTCOME)) {
        words.addFirst(String.valueOf(value));
      }
      return this;
    }

    @Override
    public void rename(String name) {
      throw new UnsupportedOperationException("an attempt keeps its name");
    }

    @Override
    public void fail(String code) {
      words.add(code);
    }

    @Override
    public void end() {
      words.add("ended");
    }
  }

  List<String> lines() {
    return begun.stream()
        .map(span -> span.place() + ": " + String.join(", ", span.words()))
        .toList();
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span begin(SpanKind kind, String name, @Nullable TraceContext parent) {
    var context =
        new TraceContext(
            "00-0af7651916cd43dd8448eb211c80319c-%016x-01".formatted(begun.size() + 1));
    names.put(context, name);
    var span = new Told(context, new ArrayList<>(), name + " below " + names.get(parent));
    begun.add(span);
    return span;
  }

  @Override
  public Span beginForMany(SpanKind kind, String name, List<TraceContext> causes) {
    throw new UnsupportedOperationException("an attempt is one");
  }

  @Override
  public void close() {}
}
