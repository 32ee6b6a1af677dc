package io.rickyard.contracts.flow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rickyard.contracts.MessageBody;
import java.util.List;

/**
 * Everything administrators have set about the flow of tasks. Each message says all of it; of two
 * the one with the higher version of its envelope holds, whichever comes first.
 *
 * @param pauses what is paused, each scope once
 * @param limits what is limited, each scope once
 */
public record FlowRules(List<FlowPause> pauses, List<FlowLimit> limits) implements MessageBody {

  /** Nothing is paused and nothing is limited. */
  public static final FlowRules NONE = new FlowRules(List.of(), List.of());

  /** The entity of the envelope around it. */
  public static final String ENTITY = "flow";

  /** Checks that no scope stands twice. */
  public FlowRules {
    pauses = pauses == null ? List.of() : List.copyOf(pauses);
    limits = limits == null ? List.of() : List.copyOf(limits);
    if (pauses.stream().map(FlowPause::scope).distinct().count() < pauses.size()
        || limits.stream().map(FlowLimit::scope).distinct().count() < limits.size()) {
      throw new IllegalArgumentException("A scope stands twice among the flow rules");
    }
  }

  @Override
  @JsonIgnore
  public String messageType() {
    return "flow.rules";
  }
}
