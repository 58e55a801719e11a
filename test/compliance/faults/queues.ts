import { all, type Fault, idIn, set } from './fault';

export const queueFaults: readonly Fault[] = [
  [
    'messages kept for longer than SQS allows',
    set('UploadsQueue', 'MessageRetentionPeriod', 1_209_601),
    'F3034',
  ],
  [
    'messages hidden for longer than SQS allows',
    set('UploadsQueue', 'VisibilityTimeout', 43_201),
    'F3034',
  ],
  [
    'a wait longer than SQS allows',
    set('UploadsQueue', 'ReceiveMessageWaitTimeSeconds', 21),
    'F3034',
  ],
  ['a FIFO queue by a name of another', set('UploadsQueue', 'FifoQueue', true), 'E2504'],
  [
    'a name of a FIFO queue for another',
    set('UploadsQueue', 'QueueName', 'streamtech-uploads-staging.fifo'),
    'Values',
  ],
  [
    'dead letters of a FIFO queue in another',
    all(
      set('UploadsQueue', 'FifoQueue', true),
      set('UploadsQueue', 'QueueName', 'streamtech-uploads-staging.fifo'),
    ),
    'E3502',
  ],
  [
    'a queue that is its own dead-letter queue, by its ARN',
    set(
      'UploadsQueue',
      'RedrivePolicy/deadLetterTargetArn',
      'arn:aws:sqs:ap-northeast-1:222222222222:streamtech-uploads-staging',
    ),
    'DeadLetters',
  ],
  [
    'dead letters after no receive',
    set('UploadsQueue', 'RedrivePolicy/maxReceiveCount', 0),
    'Values',
  ],
  [
    'dead letters that go sooner than messages',
    set('UploadsDeadLetters', 'MessageRetentionPeriod', 345_600),
    'DeadLetters',
  ],
  [
    'dead letters into what is no queue',
    (t) => {
      set('UploadsQueue', 'RedrivePolicy/deadLetterTargetArn', {
        'Fn::GetAtt': [idIn(t, 'EventsBus'), 'Arn'],
      })(t);
    },
    'DeadLetters',
  ],
  [
    'a queue that is its own dead-letter queue',
    (t) => {
      set('UploadsQueue', 'RedrivePolicy/deadLetterTargetArn', {
        'Fn::GetAtt': [idIn(t, 'UploadsQueue'), 'Arn'],
      })(t);
    },
    'F3004',
  ],
];
