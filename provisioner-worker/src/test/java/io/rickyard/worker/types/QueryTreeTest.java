package io.rickyard.worker.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.worker.types.QueryTree.Target;
import org.junit.jupiter.api.Test;

class QueryTreeTest {

  @Test
  void onlyTheColumnsOfTheQueryItselfAreTargets() {
    // given
    String tree =
        """
        ({QUERY :commandType 1 :rtable ({RANGETBLENTRY :alias <> :subquery {QUERY :targetList \
        ({TARGETENTRY :expr {VAR :varno 1} :resno 9 :resname x :ressortgroupref 0 :resorigtbl 9 :resorigcol 9 \
        :resjunk false})}}) :targetList ({TARGETENTRY :expr {VAR :varno 1 :varattno 2} :resno 1 :resname \
        odd\\ \\{\\:resno\\} :ressortgroupref 0 :resorigtbl 16384 :resorigcol 2 :resjunk false} {TARGETENTRY :expr \
        {SUBLINK :subselect {QUERY :targetList ({TARGETENTRY :expr {AGGREF} :resno 1 :resname max :ressortgroupref 0 \
        :resorigtbl 7 :resorigcol 7 :resjunk false})}} :resno 2 :resname b :ressortgroupref 0 :resorigtbl 0 \
        :resorigcol 0 :resjunk false}))})
        """;

    // then
    assertThat(QueryTree.targets(tree))
        .containsExactly(new Target(1, 16384, 2), new Target(2, 0, 0));
  }
}
