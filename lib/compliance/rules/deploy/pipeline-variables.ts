import type { PolicyRule } from '../../policy-rule';
import { asRecord, at, listOf, repeatedIn, stringsIn } from '../../template-values';

/** CodePipeline user guide, "Variables". Artifacts are cfn-lint's to check. */
export const pipelineVariables: PolicyRule = {
  id: 'PipelineVariables',
  statement:
    'A variable of a pipeline must be of a namespace that one action of an earlier stage or order has.',
  reason: 'CodePipeline refuses a pipeline that reads a variable which no action before has set.',
  check: ({ type, properties }) => {
    if (type !== 'AWS::CodePipeline::Pipeline') return 'not applicable';
    const actions = listOf(properties['Stages']).flatMap((stage, index) =>
      listOf(at(asRecord(stage), 'Actions')).map((action) => placed(asRecord(action), index)),
    );
    const namespaces = actions.flatMap(({ namespace }) => namespace);
    return [
      ...repeatedIn(namespaces).map((name) => `${name} twice`),
      ...actions.flatMap(({ uses, place }) =>
        uses.filter(
          (name) => !actions.some((each) => each.place < place && each.namespace.includes(name)),
        ),
      ),
    ];
  },
};

interface Placed {
  /** Stages come one after another, and in each its actions by their order, of 999 at most. */
  readonly place: number;
  readonly namespace: readonly string[];
  readonly uses: readonly string[];
}

function placed(action: Readonly<Record<string, unknown>>, stage: number): Placed {
  const { RunOrder: order = 1, Namespace: namespace, Configuration: configuration } = action;
  return {
    place: stage * 1000 + Number(order),
    namespace: listOf(namespace).map(String),
    uses: stringsIn(configuration)
      .flatMap((text) => [...text.matchAll(/#\{([\w@-]+)\.\w+\}/g)])
      .map(([, name = '']) => name)
      // of the run itself, and always there
      .filter((name) => name !== 'codepipeline'),
  };
}
