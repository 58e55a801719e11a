import type { SchemaObject } from 'ajv';

/** CodeBuild user guide, "Docker images provided by CodeBuild" and "Build environment compute modes and types". */
const fromCodeBuild = 'aws/codebuild/amazonlinux-aarch64-standard:3.0';

/** CodeBuild, CodePipeline and notification references (read in November 2026). */
export const buildValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::CodeBuild::Project': {
    properties: {
      Artifacts: { properties: { Type: { const: 'CODEPIPELINE' } } },
      Source: { properties: { Type: { const: 'CODEPIPELINE' } } },
      Environment: {
        properties: {
          Type: { enum: ['ARM_CONTAINER'] },
          ComputeType: {
            enum: ['SMALL', 'MEDIUM', 'LARGE', 'XLARGE', '2XLARGE'].map(
              (size) => `BUILD_GENERAL1_${size}`,
            ),
          },
        },
        if: { properties: { Image: { type: 'string', pattern: '^aws/codebuild/' } } },
        then: { properties: { Image: { enum: [fromCodeBuild] } } },
      },
    },
  },
  'AWS::CodePipeline::Pipeline': {
    properties: {
      Stages: {
        items: {
          properties: {
            Actions: {
              items: {
                properties: {
                  RunOrder: { minimum: 1, maximum: 999 },
                  ActionTypeId: {
                    properties: {
                      Owner: { enum: ['AWS', 'ThirdParty', 'Custom'] },
                      Provider: {
                        enum: [
                          'CodeStarSourceConnection',
                          'CodeCommit',
                          'CodeBuild',
                          'CloudFormation',
                          'Manual',
                        ],
                      },
                    },
                  },
                  Configuration: {
                    properties: {
                      ActionMode: {
                        enum: [
                          'CHANGE_SET_EXECUTE',
                          'CHANGE_SET_REPLACE',
                          'CREATE_UPDATE',
                          'DELETE_ONLY',
                          'REPLACE_ON_FAILURE',
                        ],
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  'AWS::CodeStarNotifications::NotificationRule': {
    properties: {
      EventTypeIds: {
        items: {
          pattern:
            '^codepipeline-pipeline-(pipeline-execution-(failed|canceled|started|resumed|succeeded|superseded)|manual-approval-(failed|needed|succeeded))$',
        },
      },
    },
  },
};
