import { Match, type Template } from 'aws-cdk-lib/assertions';
import { exampleSecretArn } from '../../lib/config/examples';
import { groups } from '../../src/api/routes';
import { stageTemplate } from '../support/templates';

const MINUTES = 'minutes';

describe('the user pool', () => {
  let template: Template;
  beforeAll(() => {
    template = stageTemplate('Api');
  });
  const of = (type: string) =>
    Object.values(template.findResources(`AWS::Cognito::${type}`)).map(
      ({ Properties }) => Properties as Record<string, unknown>,
    );

  it('takes nobody who was not invited, without a second factor, or with a weak password', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolName: 'streamtech-people-test',
      AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: true }),
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: Match.objectLike({
          MinimumLength: 14,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        }),
      },
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      UserPoolTier: 'PLUS',
      UserPoolTags: Match.objectLike({ Environment: 'test' }),
    });
  });

  it('has the groups of the code', () => {
    expect(of('UserPoolGroup').map(({ GroupName }) => GroupName)).toEqual(Object.keys(groups));
  });

  it('has one client without a secret, by code alone, whose people come back to the page alone', () => {
    const page = {
      'Fn::Join': [
        '',
        [
          'https://',
          { Ref: expect.stringMatching(/^GatewayApi/) as string },
          '.execute-api.ap-northeast-1.',
          { Ref: 'AWS::URLSuffix' },
          '/test/',
        ],
      ],
    };
    expect(of('UserPoolClient')).toEqual([
      expect.objectContaining({
        GenerateSecret: false,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile'],
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
        CallbackURLs: [page],
        LogoutURLs: [page],
        SupportedIdentityProviders: ['COGNITO'],
        PreventUserExistenceErrors: 'ENABLED',
      }),
    ]);
  });

  it('gives tokens for minutes, and refresh tokens that are good once and can be revoked', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      IdTokenValidity: 10,
      AccessTokenValidity: 10,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { IdToken: MINUTES, AccessToken: MINUTES, RefreshToken: MINUTES },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
    });
  });

  it('has an address of its own in every account, and pages with a style', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: 'streamtech-111111111111-test',
      ManagedLoginVersion: 2,
    });
    template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', {
      UseCognitoProvidedValues: true,
    });
  });

  it('is known to the authorizer, and with its address to the page', () => {
    const known = {
      SIGN_IN_ISSUER: { 'Fn::GetAtt': [Match.stringLikeRegexp('^PeoplePool'), 'ProviderURL'] },
      SIGN_IN_CLIENT_ID: { Ref: Match.stringLikeRegexp('^PeoplePoolClient') },
    };
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'streamtech-authorizer-test',
      Environment: { Variables: Match.objectLike(known) },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'streamtech-api-test',
      Environment: {
        Variables: Match.objectLike({
          ...known,
          SIGN_IN_ORIGIN:
            'https://streamtech-111111111111-test.auth.ap-northeast-1.amazoncognito.com',
        }),
      },
    });
  });

  it('goes with its environment, and stays with a protected one', () => {
    template.hasResource('AWS::Cognito::UserPool', {
      Properties: { DeletionProtection: 'INACTIVE' },
      DeletionPolicy: 'Delete',
    });
    stageTemplate('Api', { dataProtection: 'protected' }).hasResource('AWS::Cognito::UserPool', {
      Properties: { DeletionProtection: 'ACTIVE' },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });
});

it('the people of an organisation sign in with its accounts; its secret is in no template', () => {
  const secretArn = exampleSecretArn('111111111111', 'dev/identity-provider');
  const template = stageTemplate('Api', {
    identityProvider: {
      name: 'Organisation',
      issuer: 'https://login.example.jp',
      clientId: 'streamtech',
      secretArn,
    },
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolIdentityProvider', {
    ProviderName: 'Organisation',
    ProviderType: 'OIDC',
    ProviderDetails: Match.objectLike({
      client_id: 'streamtech',
      client_secret: `{{resolve:secretsmanager:${secretArn}:SecretString:clientSecret::}}`,
      oidc_issuer: 'https://login.example.jp',
      authorize_scopes: 'openid email profile',
    }),
    AttributeMapping: { email: 'email', name: 'name' },
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    SupportedIdentityProviders: ['COGNITO', 'Organisation'],
  });
});
